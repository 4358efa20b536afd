"""The judge process of the hostile suite with a template that was forked beside it, as the fork server does it.

The template of `tests/sandbox` is a program of its own; so both ways are attacked. Environment and import path come on
a first line of stdin, when the template is there.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


def main() -> None:
    """Warm up and fork the template first: what is imported by then is in its memory."""
    sys.path.insert(0, str(HOME))
    from grader.sandbox.linux import warmup

    warmup.first_operations()
    gc.freeze()
    spare = runpy.run_path(str(HOME / "grader" / "judge" / "forkserver.py"))["template_beside"]()
    from grader.sandbox import template

    template.spares.append(spare)
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(0, 1)  # and no byte of what follows
    os.environ.clear()
    os.environ.update(json.loads(line))
    runpy.run_path(str(Path(__file__).with_name("host.py")), run_name="__main__")


if __name__ == "__main__":
    main()
