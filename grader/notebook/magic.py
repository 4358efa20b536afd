"""`%%check lstm_cell`: runs the cell, then checks."""

from __future__ import annotations

from typing import Any

from grader.messages import text
from grader.notebook.kernel import DEFAULT_LANG, check, say, shell_here


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext grader` calls, and `import grader` in a notebook."""
    shell.register_magic_function(checked_cell, "cell", "check")


def unload_ipython_extension(shell: Any) -> None:
    """Take the magic away again."""
    shell.magics_manager.magics["cell"].pop("check", None)


def checked_cell(line: str, cell: str) -> None:
    """Run the cell, then check: `%%check TASK … [lang=en] [week=4] [training=no]`.

    A cell that raises shows its own error, as any cell does; then there is nothing to check.
    """
    words = line.split()
    options = dict(word.split("=", 1) for word in words if "=" in word)
    if strange := sorted(set(options) - {"lang", "week", "training"}):
        say(text("notebook.usage", DEFAULT_LANG, name=", ".join(strange)))
        return
    if not shell_here().run_cell(cell, store_history=False).success:
        return
    check(
        *(word for word in words if "=" not in word),
        week=options.get("week"),
        lang=options.get("lang"),
        training=options.get("training", "yes").lower() not in {"no", "false", "0"},
    )
