from __future__ import annotations

import re


def _pieces(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+$", text)


def _bytes_of(piece: str) -> list[bytes]:
    raw = piece.encode("utf-8")
    return [raw[i : i + 1] for i in range(len(raw))]


def _join(tokens: list[bytes], left: bytes, right: bytes) -> list[bytes]:
    """The pair joined from left to right. `open_` says whether the last token of the result may still be a left half."""
    out: list[bytes] = []
    open_ = False
    for token in tokens:
        if open_ and token == right and out[-1] == left:
            out[-1] = left + right
            open_ = False
        else:
            out.append(token)
            open_ = True
    return out


def _add_pairs(counts: dict, tokens: list[bytes], weight: int) -> None:
    for i in range(1, len(tokens)):
        pair = (tokens[i - 1], tokens[i])
        new = counts.get(pair, 0) + weight
        if new:
            counts[pair] = new
        else:
            del counts[pair]


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    weight: dict[str, int] = {}
    for piece in _pieces(text):
        weight[piece] = weight.get(piece, 0) + 1
    words = {piece: _bytes_of(piece) for piece in weight}
    counts: dict[tuple[bytes, bytes], int] = {}
    for piece, tokens in words.items():
        _add_pairs(counts, tokens, weight[piece])
    merges: list[tuple[bytes, bytes]] = []
    while counts and len(merges) < num_merges:
        most = max(counts.values())
        left, right = min(pair for pair in counts if counts[pair] == most)
        merges.append((left, right))
        for piece, tokens in words.items():
            joined = _join(tokens, left, right)
            if len(joined) < len(tokens):
                _add_pairs(counts, joined, weight[piece])
                _add_pairs(counts, tokens, -weight[piece])
                words[piece] = joined
    return merges


def bpe_encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[bytes]:
    known: dict[str, list[bytes]] = {}
    result: list[bytes] = []
    for piece in _pieces(text):
        if piece not in known:
            tokens = _bytes_of(piece)
            for left, right in merges:
                if len(tokens) == 1:
                    break
                tokens = _join(tokens, left, right)
            known[piece] = tokens
        result += known[piece]
    return result


def bpe_decode(tokens: list[bytes]) -> str:
    buffer = bytearray()
    for token in tokens:
        buffer += token
    return buffer.decode("utf-8")
