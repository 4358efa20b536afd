"""The wire between judge and student process: frames of plain values and raw tensor bytes, parsed strictly.

Decoding runs no code of the peer and allocates nothing before its size was checked.
"""

from grader.protocol.codec import Codec
from grader.protocol.encoding import Encoded
from grader.protocol.frames import DeadlinePassed, FrameSocket, Limits, PeerClosed
from grader.protocol.peer import Peer, RemoteFailure
from grader.protocol.record import Record

__all__ = [
    "Codec",
    "DeadlinePassed",
    "Encoded",
    "FrameSocket",
    "Limits",
    "Peer",
    "PeerClosed",
    "Record",
    "RemoteFailure",
]
