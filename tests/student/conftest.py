"""A student process with the hand-in of this folder, one for each test file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from grader.model import Frame
from grader.sandbox import PlainProcess, ProcessLimits, StudentProcess
from grader.student import Conversation, Student

HERE = Path(__file__).parent
HAND_IN = ("homework", "classes", "modules", "raising", "gadgets")


@pytest.fixture(scope="module")
def process() -> Iterator[StudentProcess]:
    """A running student process."""
    torch.set_num_threads(1)
    running = PlainProcess().start(ProcessLimits())
    yield running
    running.close()


@pytest.fixture(scope="module")
def loaded(process: StudentProcess) -> Conversation:
    """The conversation with it; the hand-in was handed over."""
    conversation = Conversation(process.connection, Frame)
    sources = [(name, (HERE / f"{name}.py").read_text("utf-8"), False) for name in HAND_IN]
    conversation.load(sources, {})
    return conversation


@pytest.fixture
def conversation(loaded: Conversation) -> Conversation:
    """The same, with time for one test."""
    loaded.deadline = time.monotonic() + 60
    return loaded


@pytest.fixture
def student(conversation: Conversation) -> Student:
    """What a check gets."""
    torch.manual_seed(0)
    return Student(lambda: conversation)
