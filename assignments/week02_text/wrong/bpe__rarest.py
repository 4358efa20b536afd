"""The rarest pair is joined.

task: bpe
loses: test_merges, test_ties, test_overlaps, test_end_of_training, test_random_texts, test_long_text
"""

import re
from collections import Counter


def split(text):
    return [[bytes([b]) for b in piece.encode("utf-8")] for piece in re.findall(r"\s*\S+|\s+$", text)]


def merge(tokens, pair):
    out = []
    i = 0
    while i < len(tokens):
        if i + 1 < len(tokens) and (tokens[i], tokens[i + 1]) == pair:
            out.append(tokens[i] + tokens[i + 1])
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return out


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
        most = min(counts.values())
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
