"""A week as students have it: public checks, a recording in the reference's place, and what is said of the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import torch
from pydantic import Field

from grader.errors import UsageError
from grader.recording.reference import RecordedReference
from grader.recording.replay import Replay
from grader.recording.tables import table_of
from grader.recording.tape import Recording, load_recording
from grader.spec.reading import FileModel
from grader.testing.counterfactual import EMPTY, Table

MANIFEST = "release.json"
RECORDING = "recording.safetensors"


class Manifest(FileModel):
    """What a bundle says of its week.

    Attributes:
        format: of the bundle. points: task → points of its public checks. hidden: task → (checks, points) that only
            the course has.
        classes: class → its public attributes, torch's left out. modules: those that are torch modules.
        training: public checks that train a model. files: task → files that hold its checks.
    """

    format: int = 1
    week: str
    points: Mapping[str, float]
    hidden: Mapping[str, Annotated[tuple[int, float], Field(strict=False)]]
    classes: Mapping[str, Annotated[tuple[str, ...], Field(strict=False)]]
    modules: Annotated[tuple[str, ...], Field(strict=False)]
    training: Annotated[tuple[str, ...], Field(strict=False)]
    files: Mapping[str, Annotated[tuple[str, ...], Field(strict=False)]]

    def public_names(self, name: str) -> tuple[str, ...] | None:
        """The public attributes of a class; None where that is no class."""
        found = self.classes.get(name)
        return found if found is None or name not in self.modules else (*found, *torch_names())


@dataclass(frozen=True)
class Released:
    """A bundle's week in its folder."""

    folder: Path
    manifest: Manifest

    @cached_property
    def recording(self) -> Recording:
        """The recording, read when a check first needs it.

        Raises:
            UsageError: the file is missing or damaged.
        """
        return load_recording(self.folder / RECORDING)

    def reference(self) -> RecordedReference:
        """The recording in the reference's place."""
        return RecordedReference(Replay(self.recording))

    def table(self, check: str) -> Table:
        """What mistakes lead to in a check; an empty table where that was not recorded."""
        form: Any = self.recording.more.get("tables", {}).get(check)
        return EMPTY if form is None else table_of(form, self.recording.pool)


def torch_names() -> tuple[str, ...]:
    """The public attributes that every torch module has."""
    return tuple(name for name in dir(torch.nn.Module) if not name.startswith("_"))


def released(folder: Path) -> Released | None:
    """The bundle's week in a folder of checks; None where the folder is the course's own.

    Raises:
        UsageError: what the bundle says of itself cannot be read.
    """
    manifest = released_manifest(folder)
    return None if manifest is None else Released(folder, manifest)


def released_manifest(folder: Path) -> Manifest | None:
    """What a bundle says of its week; None where the folder is the course's own."""
    file = folder / MANIFEST
    if not file.is_file():
        return None
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except ValueError as error:
        raise UsageError(f"{file}: is damaged (get the course's folder anew)") from error


def manifest_text(manifest: Manifest) -> str:
    """The manifest as the file has it."""
    return json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
