"""A disk that is soon full, for one command: a mount that nobody else sees, and that goes with it."""

from __future__ import annotations

import os
from pathlib import Path

_SCRIPT = """
disk=$1 copy=$2 size=$3
shift 3
mount -t tmpfs -o "size=${size}k" tmpfs "$disk" || exit 99
"$@"
code=$?
cp -a "$disk" "$copy"
exit $code
"""


def on_a_small_disk(disk: Path, copy: Path, kilobytes: int) -> list[str]:
    """What to put before a command, so that the folder `disk` is a file system of that size; `copy` gets what it held.

    Without root the command believes that it is root, but has no more rights than before.
    """
    disk.mkdir(exist_ok=True)
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    return [*alone, "sh", "-c", _SCRIPT, "sh", str(disk), str(copy), str(kilobytes)]
