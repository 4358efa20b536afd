"""What `benchmarks/diagnosis.py` is made of."""
