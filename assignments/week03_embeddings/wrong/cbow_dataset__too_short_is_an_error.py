"""Fewer than five words are an error.

task: cbow_dataset
loses: test_short
"""

def create_cbow_dataset(tokens):
    if len(tokens) < 5:
        raise ValueError("too short")
    data = []
    for i in range(2, len(tokens) - 2):
        context = [tokens[i - 2], tokens[i - 1], tokens[i + 1], tokens[i + 2]]
        data.append((context, tokens[i]))
    return data
