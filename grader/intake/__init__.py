"""Hand-ins of any shape → one normalised `Submission`."""
