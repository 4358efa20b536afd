"""The parts of benchmarks/peers.py: the homework's hand-ins, the graders, their environments, what they cost."""
