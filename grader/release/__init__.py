"""Student bundles: what of a week may leave the course, and proof that nothing else does."""
