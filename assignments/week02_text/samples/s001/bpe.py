import re
from collections import Counter

PIECE = re.compile(r"\s*\S+|\s+$")


def pieces(text):
    return [[bytes([b]) for b in piece.encode()] for piece in PIECE.findall(text)]


def join(tokens, pair):
    joined, i = [], 0
    while i < len(tokens):
        if tuple(tokens[i : i + 2]) == pair:
            joined.append(pair[0] + pair[1])
            i += 2
        else:
            joined.append(tokens[i])
            i += 1
    return joined


def train_bpe(text, num_merges):
    words, merges = pieces(text), []
    while len(merges) < num_merges:
        counts = Counter(pair for word in words for pair in zip(word, word[1:]))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        words = [join(word, best) for word in words]
    return merges


def bpe_encode(text, merges):
    tokens = []
    for word in pieces(text):
        for pair in merges:
            word = join(word, pair)
        tokens += word
    return tokens


def bpe_decode(tokens):
    return b"".join(tokens).decode()
