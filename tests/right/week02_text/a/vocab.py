from __future__ import annotations


def build_vocab(
    tokenised: list[list[str]], min_freq: int = 1, specials: tuple[str, ...] = ("<pad>", "<unk>")
) -> dict[str, int]:
    freq: dict[str, int] = {}
    for sentence in tokenised:
        for word in sentence:
            freq[word] = freq.get(word, 0) + 1
    levels: dict[int, list[str]] = {}  # frequency → words in the order of first appearance
    for word, count in freq.items():
        if count >= min_freq and word not in specials:
            levels.setdefault(count, []).append(word)
    vocab = {word: number for number, word in enumerate(specials)}
    for count in sorted(levels, reverse=True):
        for word in levels[count]:
            vocab[word] = len(vocab)
    return vocab


def encode(tokens: list[str], vocab: dict[str, int], unk: str = "<unk>") -> list[int]:
    ids = []
    for token in tokens:
        try:
            ids.append(vocab[token])
        except KeyError:
            ids.append(vocab[unk])
    return ids


def decode(ids: list[int], vocab: dict[str, int]) -> list[str]:
    words = {number: word for word, number in vocab.items()}
    return [words[number] for number in ids]
