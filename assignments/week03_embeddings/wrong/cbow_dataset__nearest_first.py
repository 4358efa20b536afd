"""The right neighbours come from the outside in.

task: cbow_dataset
loses: test_pairs, test_short, test_words
"""

def create_cbow_dataset(tokens):
    data = []
    for i in range(2, len(tokens) - 2):
        context = [tokens[i - 2], tokens[i - 1], tokens[i + 2], tokens[i + 1]]
        data.append((context, tokens[i]))
    return data
