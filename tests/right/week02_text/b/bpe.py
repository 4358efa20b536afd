from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

# Every token is written as one character: byte b as chr(b), longer tokens as chr(257), chr(258), …; chr(256) stands
# between the pieces, so that no pair reaches across. A merge is then str.replace: from the left, without overlap.
_GAP = chr(256)


class _Alphabet:
    def __init__(self) -> None:
        self.tokens = [bytes([b]) for b in range(256)] + [b""]
        self.numbers = {token: number for number, token in enumerate(self.tokens)}

    def sign(self, token: bytes) -> str:
        if token not in self.numbers:
            self.numbers[token] = len(self.tokens)
            self.tokens.append(token)
        return chr(self.numbers[token])

    def merge(self, line: str, pair: tuple[bytes, bytes]) -> str:
        left, right = pair
        return line.replace(self.sign(left) + self.sign(right), self.sign(left + right))


def _line(text: str) -> str:
    return _GAP.join(piece.encode().decode("latin-1") for piece in re.findall(r"\s*\S+|\s+$", text))


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    alphabet, line, merges = _Alphabet(), _line(text), []
    while len(merges) < num_merges:
        counts = {
            (alphabet.tokens[ord(left)], alphabet.tokens[ord(right)]): count
            for (left, right), count in Counter(pairwise(line)).items()
            if _GAP not in (left, right)
        }
        if not counts:
            break
        merges.append(min(counts, key=lambda pair: (-counts[pair], pair)))
        line = alphabet.merge(line, merges[-1])
    return merges


def bpe_encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[bytes]:
    alphabet, line = _Alphabet(), _line(text)
    for pair in merges:
        line = alphabet.merge(line, pair)
    return [alphabet.tokens[ord(sign)] for sign in line.replace(_GAP, "")]


def bpe_decode(tokens: list[bytes]) -> str:
    return b"".join(tokens).decode()
