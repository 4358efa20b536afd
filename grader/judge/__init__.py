"""The judge: runs an assignment's checks against submissions, each in a process of its own.

Nothing is imported here, so that the command line can name the judge's configuration without importing torch.
"""
