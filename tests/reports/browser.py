"""Chromium without a window, for tests: what became of a page, what its console said, what it asked the network for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_CONSOLE = re.compile(r":CONSOLE[:(]\d+\)?\] (.*)")
_FLAGS = (
    "--headless",
    "--no-sandbox",  # the pages are ours, and CI is root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing leaves the machine
    "--enable-logging=stderr",
)
# Beside a page, without its policy: what would have run, had a name become code.
_WATCH = "<script>window.alert = () => { document.documentElement.dataset.hit = 'yes' }</script>"
# Around a page: how wide its content is in a window of that width, which no headless window may be that narrow for.
_FRAME = """<!doctype html><meta charset="utf-8"><iframe width="{width}" height="900" style="border:0"></iframe><script>
const frame = document.querySelector('iframe');
frame.onload = () => {{
  const page = frame.contentDocument.documentElement;
  const wide = [...frame.contentDocument.querySelectorAll('body *')].filter(e => !e.closest('.scroll, svg, .sr, pre')
    && getComputedStyle(e).position !== 'absolute' && e.getBoundingClientRect().right > {width} + 1);
  document.title = page.scrollWidth + ' ' + wide.map(e => e.tagName + '.' + e.className).slice(0, 3).join(' ');
}};
frame.srcdoc = {page};
</script>"""


@dataclass(frozen=True)
class Shown:
    """A page that was opened: its elements afterwards, console messages, and addresses that it asked for."""

    dom: str
    console: list[str]
    requests: list[str]

    @property
    def title(self) -> str:
        """What stands in its title."""
        found = re.search(r"<title>(.*?)</title>", self.dom, re.DOTALL)
        return found[1] if found else ""


class Browser:
    """Opens pages; `folder` is empty and its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, page: Path) -> Shown:
        """Open a file."""
        net_log = self._folder / "net.json"
        done = subprocess.run(
            [
                path_of_browser(),
                *_FLAGS,
                f"--user-data-dir={self._folder / 'profile'}",
                f"--log-net-log={net_log}",
                "--dump-dom",
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return Shown(done.stdout, _CONSOLE.findall(done.stderr), _requests(net_log))

    def open_without_policy(self, page: Path) -> Shown:
        """Open a file as if its author had forgotten to forbid scripts; `data-hit` on the root tells of an alert."""
        bare = re.sub(r"<meta http-equiv=[^>]*>", _WATCH, page.read_text("utf-8"), count=1)
        copy = self._folder / "bare.html"
        copy.write_text(bare, "utf-8")
        return self.open(copy)

    def overflow(self, page: Path, width: int) -> str:
        """What is wider than a window of so many pixels; empty when nothing is."""
        copy = self._folder / "frame.html"
        text = json.dumps(page.read_text("utf-8")).replace("</", "<\\/").replace("<!--", "<\\!--")
        copy.write_text(_FRAME.format(width=width, page=text), "utf-8")
        told, _, wide = self.open(copy).title.partition(" ")
        assert told.isdigit(), "the page did not load in its frame"
        return f"{told} > {width}: {wide}" if int(told) > width or wide else ""


def path_of_browser() -> str:
    """Where the browser is; empty where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def _requests(net_log: Path) -> list[str]:
    """Addresses that the page asked for; the browser's own errands have no origin."""
    log = json.loads(net_log.read_text("utf-8"))
    start = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [event.get("params", {}) for event in log["events"] if event["type"] == start]
    return [params["url"] for params in asked if params.get("initiator") != "not an origin" and "url" in params]
