"""Empty words are dropped first.

task: cbow_dataset
loses: test_words
"""

def create_cbow_dataset(tokens):
    tokens = [token for token in tokens if token.strip()]
    data = []
    for i in range(2, len(tokens) - 2):
        context = [tokens[i - 2], tokens[i - 1], tokens[i + 1], tokens[i + 2]]
        data.append((context, tokens[i]))
    return data
