"""Recordings of the reference on the public cases, and the same `reference` played back from one."""

from grader.recording.errors import NotRecorded
from grader.recording.helpers import recorded_helper
from grader.recording.recorder import Recorder
from grader.recording.reference import RecordedReference
from grader.recording.replay import Replay
from grader.recording.tape import Recording, load_recording

__all__ = [
    "NotRecorded",
    "RecordedReference",
    "Recorder",
    "Recording",
    "Replay",
    "load_recording",
    "recorded_helper",
]
