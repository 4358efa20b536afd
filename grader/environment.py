"""What a run was made with."""

from __future__ import annotations

import importlib.metadata
import os
import platform

from grader import __version__


def environment() -> dict[str, str]:
    """What a result may depend on: versions, the processor, whether real data were at hand."""
    return {
        "grader": __version__,
        "python": platform.python_version(),
        "torch": importlib.metadata.version("torch"),
        "numpy": importlib.metadata.version("numpy"),
        "platform": f"{platform.system()} {platform.machine()}",
        "device": "cpu",
        "data": "GRADER_DATA_DIR" if os.environ.get("GRADER_DATA_DIR") else "generated",
    }
