"""merge calls itself for each token.

task: bpe
loses: test_long_text
"""

import re
from collections import Counter


def split(text):
    return [[bytes([b]) for b in piece.encode("utf-8")] for piece in re.findall(r"\s*\S+|\s+$", text)]


def merge(tokens, pair):
    if len(tokens) < 2:
        return list(tokens)
    if (tokens[0], tokens[1]) == pair:
        return [tokens[0] + tokens[1]] + merge(tokens[2:], pair)
    return [tokens[0]] + merge(tokens[1:], pair)


def train_bpe(text, num_merges):
    pieces = split(text)
    merges = []
    for _ in range(num_merges):
        counts = Counter()
        for tokens in pieces:
            for i in range(len(tokens) - 1):
                counts[tokens[i], tokens[i + 1]] += 1
        if not counts:
            break
        most = max(counts.values())
        best = min(pair for pair in counts if counts[pair] == most)
        merges.append(best)
        pieces = [merge(tokens, best) for tokens in pieces]
    return merges


def bpe_encode(text, merges):
    result = []
    for tokens in split(text):
        for pair in merges:
            tokens = merge(tokens, pair)
        result.extend(tokens)
    return result


def bpe_decode(tokens):
    return b"".join(tokens).decode("utf-8")
