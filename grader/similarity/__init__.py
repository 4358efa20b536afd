"""Shared code in a class: winnowing over normalised tokens, what everybody was given left out."""
