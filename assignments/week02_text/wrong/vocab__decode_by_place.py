"""decode takes the numbers for places in the dictionary.

task: vocab
loses: test_decode
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
        ids.append(vocab[token] if token in vocab else vocab[unk])
    return ids


def decode(ids, vocab):
    words = list(vocab)
    return [words[i] for i in ids]
