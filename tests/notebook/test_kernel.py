"""`grader.check` and `%%check` in one kernel: results, faults, one-line errors, the stop button."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.notebook.kernels import BUNDLE, Outputs, executed, one, right

HOSTILE = "<img src=x onerror=alert(1)></pre><script>document.title=1</script>"
GATES = ("a[:, 0 * H : 1 * H]", "a[:, 1 * H : 2 * H]")
STOP = "import os, signal, threading\nthreading.Timer({seconds}, lambda: os.kill({pid}, signal.{name})).start()\n"
PID = "grader.notebook.kernel._judge.pid"


def forever(source: str) -> str:
    """A cell whose forward pass never ends."""
    return source.replace(
        "        a = np.dot(h_prev", "        while True:\n            pass\n        a = np.dot(h_prev"
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """Name → what that cell showed; all in one kernel, one after the other."""
    lstm, rnn, time_rnn = right("lstm_cell"), right("rnn_cell"), right("time_rnn")
    first, second = GATES
    swapped = lstm.replace(first, "@").replace(second, first).replace("@", second, 1)
    turned = time_rnn.replace("return hs.copy()", "return hs.transpose(1, 0, 2)")
    hostile = rnn.replace(
        "        a = np.dot(h_prev", f"        raise ValueError({HOSTILE!r})\n        a = np.dot(h_prev"
    )
    cells = {
        "import": "import grader",
        "nothing": "grader.check('lstm_cell')",
        "lstm": lstm,
        "passed": "grader.check('lstm_cell')",
        "swapped": swapped,
        "failed": "grader.check('lstm_cell')",
        "magic": f"%%check time_rnn\n{turned}",
        "hostile": f"%%check rnn_cell lang=en\n{hostile}",
        "raises": "%%check rnn_cell\n1 / 0",
        "unknown": "grader.check('lstm_cel')",
        "language": "grader.check('rnn_cell', lang='fr')",
        "option": "%%check rnn_cell colour=red\n1",
        "nowhere": "grader.check('rnn_cell', course='/nowhere/at/all')",
        "zip": "open('bad.zip', 'w').write('x')\ngrader.use('bad.zip')",
        "mended": f"%%check lstm_cell\n!true\n{lstm}",
        "forever": forever(rnn),
        "stopped": f"old = {PID}\n{STOP.format(seconds=2, pid='os.getpid()', name='SIGINT')}grader.check('rnn_cell')",
        "replaced": f"print(old, {PID})\ntry:\n    os.kill(old, 0)\nexcept ProcessLookupError:\n    print('gone')",
        "rnn": rnn,
        "after_stop": "grader.check('rnn_cell')",
        "again": forever(rnn),
        "died": STOP.format(seconds=2, pid=PID, name="SIGKILL") + "grader.check('rnn_cell')",
        "rnn_again": rnn,
        "after_death": "grader.check('rnn_cell')",
    }  # fmt: skip
    bundle = Path(shutil.copytree(BUNDLE, tmp_path_factory.mktemp("notebook") / "nlp"))
    outputs: Outputs = executed(list(cells.values()), bundle / "week04_rnn")
    return dict(zip(cells, outputs, strict=True))


def test_right_definitions_pass(shown: dict[str, list[dict[str, str]]]) -> None:
    """A right cell passes, in Korean, with what was looked at and what was not."""
    text = one(shown["passed"])
    assert text.startswith("✓ LSTM과 GRU 셀의 순전파와 역전파  14 / 14")
    assert "In [3]" in text and "비공개 검사(6점)" in text and "샌드박스 없이" in text
    assert 'class="grader-check" lang="ko"' in one(shown["passed"], "text/html")


def test_the_last_execution_is_judged(shown: dict[str, list[dict[str, str]]]) -> None:
    """The cell that was executed again is judged, with the diagnosis and the place of the definition."""
    text = one(shown["failed"])
    assert "블록(게이트, 가중치의 조각)을 다른 순서로 읽었을 때" in text
    assert "In [5], 6번째 줄: def lstm_cell(" in text and "In [3]" not in text
    assert "블록(게이트, 가중치의 조각)" in one(shown["failed"], "text/html")
    assert one(shown["mended"]).startswith("✓ LSTM과 GRU")


def test_the_magic_draws_shapes(shown: dict[str, list[dict[str, str]]]) -> None:
    """`%%check` runs its cell, checks it, and draws the wrong shape beside the right one."""
    html = one(shown["magic"], "text/html")
    assert 'aria-label="[2, 5, 3]"' in html and 'aria-label="[5, 2, 3]"' in html
    assert html.count('fill="#d23b3b"') == 2
    assert "In [7]" in one(shown["magic"])


def test_what_a_student_wrote_stays_text(shown: dict[str, list[dict[str, str]]]) -> None:
    """Markup in an exception's text is shown, not obeyed; the line counts from the cell's first, `%%check`."""
    html = one(shown["hostile"], "text/html")
    assert "&lt;script&gt;" in html
    assert not re.search(r"<(script|img)", html)
    assert HOSTILE in one(shown["hostile"]) and "In [8], line 17" in one(shown["hostile"])


@pytest.mark.parametrize(
    "cell,said",
    [
        ("nothing", "`lstm_cell`, `lstm_cell_backward`, `gru_cell`, `gru_cell_backward`: 아직 정의되지 않았습니다."),
        ("unknown", "`lstm_cel`: 없는 과제입니다. `lstm_cell`"),
        ("language", "fr: 없는 언어입니다."),
        ("option", "colour"),
        ("nowhere", "/nowhere/at/all: 그런 폴더나 zip 파일이 없습니다."),
        ("zip", "bad.zip: 강의 자료가 든 zip 파일이 아니거나 손상되었습니다."),
        ("stopped", "중단했습니다."),
        ("died", "검사 프로세스가 끝났습니다."),
    ],
)
def test_errors_are_one_line(shown: dict[str, list[dict[str, str]]], cell: str, said: str) -> None:
    """What goes wrong is told in one line below the cell, never as a traceback."""
    assert not [output for output in shown[cell] if "error" in output]
    text = shown[cell][-1]["text/plain"]
    assert said in text and "\n" not in text


def test_a_cell_that_raises_is_not_checked(shown: dict[str, list[dict[str, str]]]) -> None:
    """The cell's own error is shown as ever, and no check follows."""
    assert shown["raises"] == [{"error": "ZeroDivisionError: division by zero"}]


def test_the_stop_button_leaves_nothing(shown: dict[str, list[dict[str, str]]]) -> None:
    """After an interrupt the old process is gone, and a new one answers; after a death, too."""
    printed = one(shown["replaced"])
    before, now = printed.split()[:2]
    assert before != now and printed.endswith("gone\n")
    assert one(shown["after_stop"]).startswith("✓") and one(shown["after_death"]).startswith("✓")


def test_without_a_bundle(tmp_path: Path) -> None:
    """Where no bundle is, one line says how to name one; a zip of it will do, from any folder."""
    archive = shutil.make_archive(str(tmp_path / "bundle"), "zip", BUNDLE.parent, BUNDLE.name)
    source = "def truncated_bptt():\n    raise NotImplementedError\n"
    (tmp_path / "empty").mkdir()
    cells = [
        "%load_ext grader\nimport grader",
        source,
        "grader.check('time_rnn')",
        f"grader.use({archive!r})",
        "%%check time_rnn\nx = 1",
    ]
    outputs = executed(cells, tmp_path / "empty")
    assert "강의 자료(course.toml이 있는 폴더)가 없습니다" in one(outputs[2])
    assert outputs[3] == [] and "0 / 11" in one(outputs[4])
