"""What runs inside the sandbox: the submission, and a server that carries out the judge's calls on it."""
