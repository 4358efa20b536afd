"""Words at the edges are targets as well, with fewer neighbours.

task: cbow_dataset
loses: test_pairs, test_short, test_words
"""

def create_cbow_dataset(tokens):
    data = []
    for i in range(len(tokens)):
        context = tokens[max(0, i - 2) : i] + tokens[i + 1 : i + 3]
        data.append((context, tokens[i]))
    return data
