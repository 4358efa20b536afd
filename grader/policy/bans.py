"""What a ban says, and which dotted names are the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_PATTERN = re.compile(r"\.[^\W\d]\w*|[^\W\d]\w*(?:\.[^\W\d]\w*)+\*?|[^\W\d]\w*(?:\.[^\W\d]\w*)*\.\*")
_LONGEST = 200  # characters of a dotted name; nobody's library has longer ones

# Where a library keeps what it offers elsewhere: (a prefix, what it stands for). The first that fits is applied.
_HOMES = (
    (re.compile(r"^torch\.nn\.modules\.(?:[a-z_]\w*\.)?(?=[A-Z])"), "torch.nn."),
    (re.compile(r"^torch\.nn\.modules\.(?:[a-z_]\w*\.)?F\."), "torch.nn.functional."),
    (re.compile(r"^torch\.nn\.modules\.(?:[a-z_]\w*\.)?torch\."), "torch."),
    (re.compile(r"^torch\.(?:nn\.)?functional\.torch\."), "torch."),
    (re.compile(r"^torch\.(?:_VF|_C\._VariableFunctions|ops\.aten|nn\._VF)\."), "torch."),
    (re.compile(r"^torch\._C\._nn\."), "torch.nn.functional."),
    (re.compile(r"^torch\._(?:C\._TensorBase|tensor\.Tensor|C\.TensorBase)\."), "torch.Tensor."),
    (re.compile(r"^torch\.(?:nn\.)?(?:autograd\.(?:variable|function)|_tensor)\.torch\."), "torch."),
)


@dataclass(frozen=True)
class Ban:
    """Names that the code behind a task must not use.

    Attributes:
        names: dotted names (`torch.nn.LSTM`), everything with a prefix (`torch.nn.functional.*`), or an attribute of
            any value that is not the student's own (`.backward`).
        scope: the task's names that the ban is for; none means all, and then one use costs the whole task.
        message: key of the text that the student reads.
    """

    names: tuple[str, ...]
    scope: tuple[str, ...] = ()
    message: str = "forbidden"

    def bans(self, dotted: str) -> bool:
        """Whether a dotted name, as `canonical` gives it, is banned."""
        return dotted in self._whole or dotted.startswith(self._prefixes)

    def bans_attribute(self, name: str) -> bool:
        """Whether the attribute is banned on any value."""
        return name in self._attributes

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(name for name in self.names if not name.startswith(".") and not name.endswith("*"))

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(name[:-1] for name in self.names if not name.startswith(".") and name.endswith("*"))

    @cached_property
    def _attributes(self) -> frozenset[str]:
        return frozenset(name[1:] for name in self.names if name.startswith("."))


def is_pattern(text: str) -> bool:
    """Whether the text is something that a ban may name."""
    return len(text) <= _LONGEST and _PATTERN.fullmatch(text) is not None


def canonical(dotted: str) -> str:
    """The name under which a library documents the thing: `torch.nn.modules.rnn.LSTM` → `torch.nn.LSTM`."""
    for home, documented in _HOMES:
        found = home.match(dotted)
        if found:
            return documented + dotted[found.end() :]
    return dotted


@lru_cache(maxsize=4096)  # a week's hand-ins use the same hundreds of names
def join(dotted: str, name: str) -> str:
    """`dotted.name`, canonical; an endless chain of attributes stays as long as it was."""
    return dotted if len(dotted) + len(name) > _LONGEST else canonical(f"{dotted}.{name}")
