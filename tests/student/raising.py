# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202, ANN204, ANN206
"""A hand-in that raises, returns what cannot be sent, and gets hold of the connection. No style is asked of it."""

import os
import socket
import sys

import torch


def recursive():
    """A value that contains itself."""
    d = {}
    d["d"] = d
    return d


def huge():
    """A tensor that nobody can send."""
    return {"weights": [torch.zeros(1).expand(10**12)]}


def nested(depth):
    """A deep list."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


def liar():
    """A tensor subclass that lies about its form and gets in the way of every operation."""

    class Liar(torch.Tensor):
        shape = property(lambda self: torch.Size([10**9]))
        dtype = property(lambda self: torch.int8)

        @classmethod
        def __torch_function__(cls, *args, **kwargs):
            raise SystemExit("seen")

        def numel(self):
            return 10**12

    return torch.arange(3.0).as_subclass(Liar)


def key_error(x):
    """Raises inside the hand-in."""
    return {}["k" + str(x)]


class DimensionError(ValueError):
    """An exception of the student."""


def own_error():
    """Raises an own exception."""
    raise DimensionError("dims: 한국\ud800")


def silent_error():
    """Raises an exception whose text cannot be had."""

    class Silent(Exception):
        def __str__(self):
            raise RuntimeError

    Silent.__name__ = "S" * 1000
    raise Silent


def awkward_error():
    """Raises an exception whose attributes are traps."""

    class Meta(type):
        def __getattribute__(cls, name):
            raise SystemExit(name)

    class Awkward(Exception, metaclass=Meta):
        pass

    raise Awkward


def leave():
    """Tries to end the process."""
    raise SystemExit(0)


def interrupt():
    """Raises what is no Exception."""
    raise KeyboardInterrupt


def syntax_error():
    """Raises a SyntaxError that is not about a file of the hand-in."""
    eval("1 +")


def out_of_memory():
    """Wants more memory than there is."""
    return torch.zeros(1 << 50)


def stop_iteration():
    """Raises what Python's iteration protocol uses."""
    raise StopIteration(3)


def protocol_socket():
    """The connection to the judge, found among the open descriptors."""
    for fd in range(3, 64):
        try:
            if os.fstat(fd).st_mode & 0o170000 == 0o140000:
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            continue


def write_raw(data):
    """Writes bytes where only frames may go."""
    protocol_socket().send(data)
    return 1


def write_raw_and_exit(data):
    """The same, instead of a reply."""
    protocol_socket().send(data)
    os._exit(0)


def close_connection():
    """Hangs up."""
    protocol_socket().shutdown(socket.SHUT_RDWR)
    return 1


def show(text, times=1):
    """Prints."""
    for _ in range(times):
        print(text)
    print("to stderr", file=sys.stderr)
    os.write(1, b"from C\n")


def tampered(x):
    """Changes a tensor that the backward pass needs."""
    y = x.sin()
    z = y * y
    y.add_(1)
    return z
