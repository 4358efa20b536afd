# ruff: noqa: ANN001, ANN201, ANN204, ANN206
"""Objects of a hand-in whose methods may be hidden or exchanged. Looks as students write it."""

from torch import nn


class Gadget:
    """Counts its uses."""

    def __init__(self):
        self.n = 0

    def add(self, x):
        """x plus how often this was called"""
        self.n += 1
        return x + self.n

    def reading(self):
        """hidden by settle"""
        return "method"

    def settle(self):
        """from here on `reading` is a list"""
        self.reading = [1, 2]

    def spoil(self, x):
        """changes its argument"""
        x += 1

    def fail(self):
        """raises"""
        raise ValueError("broken")

    def owner(self):
        """another object with methods"""
        return Gadget()

    @property
    def twice(self):
        """no method"""
        return 2 * self.n


class Gauge(Gadget):
    """Its class is changed while it lives."""

    @classmethod
    def exchange(cls):
        """from here on `reading` is a property"""
        cls.reading = property(lambda self: 5)


class Layer(nn.Module):
    """A module with a method and its own train."""

    modes = 0

    def helper(self):
        """a method"""
        return 3

    def train(self, mode=True):
        """counts"""
        self.modes += 1
        return super().train(mode)


def apply(f, x):
    """f(x)"""
    return f(x)
