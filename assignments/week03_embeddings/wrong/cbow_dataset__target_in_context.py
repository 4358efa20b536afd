"""The context holds the target, too.

task: cbow_dataset
loses: test_pairs, test_short, test_words
"""

def create_cbow_dataset(tokens):
    data = []
    for i in range(2, len(tokens) - 2):
        context = tokens[i - 2 : i + 3]
        data.append((context, tokens[i]))
    return data
