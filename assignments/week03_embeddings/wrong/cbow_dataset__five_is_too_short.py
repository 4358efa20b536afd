"""Five words give no pair.

task: cbow_dataset
loses: test_short
mistake: off_by_one
"""

def create_cbow_dataset(tokens):
    if len(tokens) <= 5:
        return []
    data = []
    for i in range(2, len(tokens) - 2):
        context = [tokens[i - 2], tokens[i - 1], tokens[i + 1], tokens[i + 2]]
        data.append((context, tokens[i]))
    return data
