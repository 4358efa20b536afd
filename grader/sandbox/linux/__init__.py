"""The kernel's isolation primitives, called directly: namespaces, mounts, Landlock, seccomp, cgroups.

Everything here runs inside the template process and its children; it imports nothing of this package's other parts.
"""
