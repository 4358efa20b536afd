"""Parts of benchmarks/class.py."""
