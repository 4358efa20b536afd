from itertools import chain


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    count = {}
    for word in chain.from_iterable(tokenised):
        count[word] = count.get(word, 0) + 1
    # sorted is stable: words of one frequency stay in the order of their first appearance
    words = sorted(count, key=count.get, reverse=True)
    order = list(specials) + [w for w in words if count[w] >= min_freq and w not in specials]
    return dict(zip(order, range(len(order))))


def encode(tokens, vocab, unk="<unk>"):
    return [vocab[t] if t in vocab else vocab[unk] for t in tokens]


def decode(ids, vocab):
    words = dict(map(reversed, vocab.items()))
    return [words[i] for i in ids]
