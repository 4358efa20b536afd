def create_cbow_dataset(tokens):
    data = []
    for i in range(2, len(tokens) - 2):
        context = [tokens[i - 2], tokens[i - 1], tokens[i + 1], tokens[i + 2]
        data.append((context, tokens[i]))
    return data
