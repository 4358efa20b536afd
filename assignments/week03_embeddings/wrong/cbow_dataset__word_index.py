"""The position of a word is looked up by the word.

task: cbow_dataset
loses: test_words
"""

def create_cbow_dataset(tokens):
    data = []
    for word in tokens[2:-2]:
        i = tokens.index(word)
        data.append(([tokens[i - 2], tokens[i - 1], tokens[i + 1], tokens[(i + 2) % len(tokens)]], word))
    return data
