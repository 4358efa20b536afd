"""docs/reference/: pages about commands and files that are made from the code."""
