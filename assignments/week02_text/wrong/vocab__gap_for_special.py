"""A special among the words leaves a gap in the numbers.

task: vocab
loses: test_specials_among_words
"""

from collections import Counter


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    counts = Counter(word for sentence in tokenised for word in sentence)
    vocab = {word: i for i, word in enumerate(specials)}
    frequent = [word for word, count in counts.most_common() if count >= min_freq]
    for i, word in enumerate(frequent, start=len(specials)):
        vocab.setdefault(word, i)
    return vocab


def encode(tokens, vocab, unk="<unk>"):
    ids = []
    for token in tokens:
        ids.append(vocab[token] if token in vocab else vocab[unk])
    return ids


def decode(ids, vocab):
    itos = {i: word for word, i in vocab.items()}
    return [itos[i] for i in ids]
