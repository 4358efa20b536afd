"""The last centre is left out.

task: cbow_dataset
loses: test_pairs, test_short, test_words
mistake: off_by_one
"""

def create_cbow_dataset(tokens):
    data = []
    for i in range(2, len(tokens) - 3):
        context = [tokens[i - 2], tokens[i - 1], tokens[i + 1], tokens[i + 2]]
        data.append((context, tokens[i]))
    return data
