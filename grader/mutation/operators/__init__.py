"""The operators: each takes a node and its context, and gives the changes that make one mistake of it."""
