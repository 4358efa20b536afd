"""The specials come behind the words.

task: vocab
loses: test_build_vocab, test_specials_among_words
"""

from collections import Counter


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    counts = Counter()
    for sentence in tokenised:
        counts.update(sentence)
    words = [word for word, count in counts.most_common() if count >= min_freq and word not in specials]
    return {word: i for i, word in enumerate(words + list(specials))}


def encode(tokens, vocab, unk="<unk>"):
    ids = []
    for token in tokens:
        ids.append(vocab[token] if token in vocab else vocab[unk])
    return ids


def decode(ids, vocab):
    itos = {i: word for word, i in vocab.items()}
    return [itos[i] for i in ids]
