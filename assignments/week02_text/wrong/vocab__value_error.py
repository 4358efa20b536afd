"""An unknown word raises a ValueError.

task: vocab
loses: test_without_unk
"""

from collections import Counter


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    counts = Counter()
    for sentence in tokenised:
        counts.update(sentence)
    vocab = {}
    for word in specials:
        vocab[word] = len(vocab)
    for word, count in counts.most_common():
        if count >= min_freq and word not in vocab:
            vocab[word] = len(vocab)
    return vocab


def encode(tokens, vocab, unk="<unk>"):
    ids = []
    for token in tokens:
        if token not in vocab and unk not in vocab:
            raise ValueError(f"unknown word {token}")
        ids.append(vocab[token] if token in vocab else vocab[unk])
    return ids


def decode(ids, vocab):
    itos = {i: word for word, i in vocab.items()}
    return [itos[i] for i in ids]
