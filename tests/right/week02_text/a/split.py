from __future__ import annotations

_MASK = (1 << 64) - 1


class _SplitMix64:
    """Steele, Lea and Flood's generator: 64 bits per step."""

    def __init__(self, seed: int) -> None:
        self.state = seed & _MASK

    def bits(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, k: int) -> int:
        """0 … k − 1, each equally probable (what would favour the small ones is drawn again)."""
        limit = (1 << 64) // k * k
        while True:
            draw = self.bits()
            if draw < limit:
                return draw % k


def train_valid_test_split(
    n: int, ratios: tuple[float, float, float], seed: int
) -> tuple[list[int], list[int], list[int]]:
    rng = _SplitMix64(seed)
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = rng.below(i + 1)
        order[i], order[j] = order[j], order[i]
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    test, valid, train = order[:n_test], order[n_test : n_test + n_valid], order[n_test + n_valid :]
    return train, valid, test
