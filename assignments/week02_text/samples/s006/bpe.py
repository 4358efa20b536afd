import re
from collections import Counter


def cut(text):
    return [[bytes([b]) for b in p.encode()] for p in re.findall(r"\s*\S+|\s+$", text)]


def train_bpe(text, num_merges):
    words, merges = cut(text), []
    for _ in range(num_merges):
        counts = Counter(p for w in words for p in zip(w, w[1:])
        if not counts:
            break
        best = max(counts.values())
        merges.append(min(p for p in counts if counts[p] == best))
    return merges


def bpe_decode(tokens):
    return b"".join(tokens).decode()
