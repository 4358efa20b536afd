"""A seccomp filter as classic BPF: assembled from a policy, and run here in tests, call by call.

The program looks at the architecture, then compares the number with each call of the policy in turn. Linear search
costs nothing: the kernel keeps a bitmap of calls that are allowed whatever their arguments.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ALLOW, KILL = 0x7FFF0000, 0x80000000
_ERRNO = 0x00050000
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_NR, _ARCH, _ARGS = 0, 4, 16
_X32 = 0x40000000  # the 32-bit-pointer twin of x86-64, numbered from here


def errno_action(number: int) -> int:
    """The call fails with this errno and is not made."""
    return _ERRNO | number


@dataclass(frozen=True)
class Argument:
    """A condition on argument `index`: its bits under `mask` equal `value` (64 bits each)."""

    index: int
    value: int
    mask: int = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True)
class Rule:
    """What happens to a call: `action` if all `arguments` conditions of one alternative hold, else the default."""

    action: int
    alternatives: Sequence[Sequence[Argument]] = ()


Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def assemble(audit: int, rules: Mapping[int, Rule], default: int) -> bytes:
    """The program for one architecture; calls of any other are killed.

    Args:
        audit: the architecture's audit constant. rules: by call number. default: for every other call.
    """
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH),
        (_JUMP_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NR),
        (_JUMP_GREATER_EQUAL, 0, 1, _X32),
        (_RETURN, 0, 0, KILL),
    ]
    for number, rule in sorted(rules.items()):
        body = _body(rule, default)
        program.append((_JUMP_EQUAL, 0, len(body), number))
        program += body
    program.append((_RETURN, 0, 0, default))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _body(rule: Rule, default: int) -> list[Instruction]:
    if not rule.alternatives:
        return [(_RETURN, 0, 0, rule.action)]
    body: list[Instruction] = []
    for alternative in rule.alternatives:
        tests: list[list[Instruction]] = []
        for argument in alternative:
            for shift, offset in ((0, 0), (32, 4)):  # little-endian: the low half lies first
                mask, value = (argument.mask >> shift) & 0xFFFFFFFF, (argument.value >> shift) & 0xFFFFFFFF
                if mask:
                    load: list[Instruction] = [(_LOAD, 0, 0, _ARGS + 8 * argument.index + offset)]
                    if mask != 0xFFFFFFFF:
                        load.append((_AND, 0, 0, mask))
                    tests.append([*load, (_JUMP_EQUAL, 0, 0, value)])
        # Each failed comparison jumps over the rest of this alternative.
        left = sum(map(len, tests)) + 1
        for test in tests:
            left -= len(test)
            code, _, _, constant = test[-1]
            body += [*test[:-1], (code, 0, left, constant)]
        body.append((_RETURN, 0, 0, rule.action))
    return [*body, (_RETURN, 0, 0, default)]


def run(program: bytes, audit: int, number: int, arguments: Sequence[int] = ()) -> int:
    """The action for one call: an interpreter, so that a test can ask for every call."""
    data = struct.pack("<IIQ6Q", number, audit, 0, *[a & (2**64 - 1) for a in (*arguments, 0, 0, 0, 0, 0, 0)[:6]])
    instructions = [struct.unpack_from("<HBBI", program, i) for i in range(0, len(program), 8)]
    position = accumulator = 0
    while True:
        code, yes, no, constant = instructions[position]
        position += 1
        if code == _LOAD:
            (accumulator,) = struct.unpack_from("<I", data, constant)
        elif code == _AND:
            accumulator &= constant
        elif code == _JUMP_EQUAL:
            position += yes if accumulator == constant else no
        elif code == _JUMP_GREATER_EQUAL:
            position += yes if accumulator >= constant else no
        elif code == _RETURN:
            return int(constant)
        else:
            raise ValueError(f"unknown instruction {code:#x}")
