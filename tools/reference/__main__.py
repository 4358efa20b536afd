"""Write docs/reference/, or say which of its pages are not what the code says.

python -m tools.reference [--check]
"""

from __future__ import annotations

import sys

from tools.reference.pages import FOLDER, pages


def main(arguments: list[str]) -> int:
    """Write or check; the exit code."""
    stale = []
    for name, text in pages().items():
        file = FOLDER / name
        if "--check" not in arguments:
            FOLDER.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        elif not file.is_file() or file.read_text("utf-8") != text:
            stale.append(name)
    for name in stale:
        print(f"docs/reference/{name} is not what the code says: python -m tools.reference")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
