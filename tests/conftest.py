"""Rules of the whole suite: with GRADER_CI=1, where all that tests need must be there, a skipped test is a failure."""

from __future__ import annotations

import os
import uuid
from collections.abc import Generator

import pytest
from hypothesis import settings


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store for each test, also for the commands that it starts: no test finds what another one has graded."""
    monkeypatch.setenv("GRADER_STORE", str(tmp_path_factory.getbasetemp() / f"{uuid.uuid4().hex}.sqlite3"))


def pytest_configure(config: pytest.Config) -> None:
    """Turn skips into failures in CI; done where the test runs, so that pytest-xdist's workers obey, too.

    Properties are tried on the same examples every time there: people find new ones, CI judges changes.
    """
    if os.environ.get("GRADER_CI") == "1":
        settings.register_profile("ci", derandomize=True)
        settings.load_profile("ci")
        config.pluginmanager.register(NoSkips(), "no-skips")


class NoSkips:
    """Reports a skipped test or module as failed, with the reason that was given for skipping."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A test that was skipped; an expected failure stays what it is."""
        report = yield
        if report.skipped and not hasattr(report, "wasxfail"):
            report.outcome, report.longrepr = "failed", f"skipped although GRADER_CI=1: {reason(report)}"
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """A module that skipped itself while it was imported."""
        report = yield
        if report.skipped:
            report.outcome, report.longrepr = "failed", f"skipped although GRADER_CI=1: {reason(report)}"
        return report


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test was skipped, as its author wrote it."""
    where = report.longrepr
    return str(where[2]) if isinstance(where, tuple) else str(where)
