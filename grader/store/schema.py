"""The store's tables. All but `claim` are append-only: what was once judged or decided is never changed.

A submission is a hand-in as it came; its code is kept once per content. A grading is a submission judged once, under
a key that names all it depends on; `turn` counts how often that was done. A run consists of gradings, new ones and
ones that an earlier run made. All times are ISO 8601 in UTC, but a run's `started`, which is in the course's zone.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from grader.store.kinds import Plain, Words

VERSION = "0001"  # of the newest migration

METADATA = MetaData()

CONTENT = Table(
    "content",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # sha256 of the modules
    Column("modules", LargeBinary, nullable=False),  # JSON, compressed by zlib
)
SUBMISSION = Table(
    "submission",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # of everything below
    Column("assignment", Words, nullable=False),
    Column("student", Words, nullable=False),
    Column("hand_in", Text, nullable=False),  # what a result depends on
    Column("content", Text, ForeignKey("content.key"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("origin", Words, nullable=False),
    Column("notes", Plain, nullable=False),
    Column("problems", Plain, nullable=False),  # of its modules: reports need them without the modules
    Column("unreadable", Plain),
    Column("times", Plain, nullable=False),
    Column("members", Plain, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("at", Text, nullable=False),
)
CHECK_SET = Table(
    "check_set",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("checks", Plain, nullable=False),
)
RUN = Table(
    "run",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("assignment", Words, nullable=False, index=True),
    Column("titles", Plain, nullable=False),
    Column("key", Text, nullable=False),  # of what all its results depend on
    Column("started", Text, nullable=False),
    Column("seed_sha256", Text, nullable=False),
    Column("sandbox", Text, nullable=False),
    Column("guarantees", Plain, nullable=False),
    Column("missing", Plain, nullable=False),
    Column("environment", Plain, nullable=False),
    Column("only_tasks", Plain, nullable=False),
    Column("training", Boolean, nullable=False),
    Column("expected", Integer, nullable=False),
    Column("at", Text, nullable=False),
)
RUN_END = Table(
    "run_end",
    METADATA,
    Column("run", Integer, ForeignKey("run.id"), primary_key=True),
    Column("seconds", Double, nullable=False),
    Column("interrupted", Boolean, nullable=False),
    Column("at", Text, nullable=False),
)
GRADING = Table(
    "grading",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Column("check_set", Integer, ForeignKey("check_set.id"), nullable=False),
    Column("assignment", Words, nullable=False),
    Column("student", Words, nullable=False),
    Column("sandbox", Text, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("earned", Double, nullable=False),
    Column("possible", Double, nullable=False),
    Column("ungraded", Integer, nullable=False),
    Column("tasks", Plain, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("key", "turn"),
    Index("grading_of_student", "assignment", "student"),
)
RUN_ENTRY = Table(
    "run_entry",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("grading", Integer, ForeignKey("grading.id"), nullable=False),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Column("assignment", Words, nullable=False),
    Column("student", Words, nullable=False),
    UniqueConstraint("run", "position"),
    Index("entry_of_student", "assignment", "student"),
)
CHECK_RESULT = Table(
    "check_result",
    METADATA,
    Column("grading", Integer, ForeignKey("grading.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("check_id", Words, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("earned", Double, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("detail", Plain),  # message, where, output, …: what there is of it
)
OVERRIDE = Table(
    "override",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("assignment", Words, nullable=False),
    Column("student", Words, nullable=False),
    Column("scope", Text, nullable=False),
    Column("target", Words, nullable=False),
    Column("points", Double),  # none: withdrawn
    Column("reason", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("after_late", Boolean, nullable=False),
    Column("at", Text, nullable=False),
    Index("override_of_student", "assignment", "student"),
)
COMMENT = Table(
    "comment",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("assignment", Words, nullable=False),
    Column("student", Words, nullable=False),
    Column("task", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("at", Text, nullable=False),
    Index("comment_of_student", "assignment", "student"),
)
EVENT = Table(
    "event",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("assignment", Words, nullable=False, index=True),
    Column("student", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("run", Integer, ForeignKey("run.id")),
    Column("detail", Plain, nullable=False),
    Column("at", Text, nullable=False),
)
CLAIM = Table(
    "claim",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("token", Text, nullable=False, index=True),  # of the grader that holds it
    Column("host", Words, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", Text, nullable=False),
    Column("until", Double, nullable=False),  # seconds since 1970, by the store's clock
)
APPEND_ONLY = tuple(table.name for table in METADATA.sorted_tables if table is not CLAIM)
