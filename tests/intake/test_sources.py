"""Exports of learning platforms and repositories: who handed in what, when, at which attempt, with whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.course import Matcher, Roster, Student
from grader.errors import IntakeError
from grader.intake import How, find, read_hand_in, read_paths
from grader.model import Submission
from tests.intake import exports
from tests.intake.exports import LSTM, Handed

SEOUL = ZoneInfo("Asia/Seoul")
HOW = How(zone=SEOUL)
CLASS = [
    Handed("s001", "Ann-Marie Lee", {"lstm.py": LSTM}),
    Handed("s002", "Bo Ram Park", {"lstm.py": LSTM + "# 2\n", "rnn.py": "x = 1\n"}, late=True),
    Handed(
        "s003", "Cho Kim", {"hw.zip": exports.zip_bytes({"src/lstm.py": LSTM + "# 3\n", "__MACOSX/._lstm.py": "x"})}
    ),
]
ROSTER = Matcher(Roster(tuple(Student(h.student, h.name, {"email": f"{h.student}@example.org"}) for h in CLASS)))
WRITERS: dict[str, Callable[..., Path]] = {
    "canvas": exports.canvas,
    "moodle": exports.moodle,
    "blackboard": exports.blackboard,
    "gradescope": exports.gradescope,
}


def files(submissions: list[Submission]) -> dict[str, list[str]]:
    """Student → files."""
    return {s.student: [module.path for module in s.modules] for s in submissions}


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "unpacked"])
@pytest.mark.parametrize("name", list(WRITERS))
def test_every_export_is_read(tmp_path: Path, name: str, zipped: bool) -> None:
    """Each platform's export is known by its content, and gives each student of the roster their files."""
    path = WRITERS[name](tmp_path, CLASS, zipped=zipped)
    how = How(zone=SEOUL, matcher=ROSTER)
    found = find([path], how)
    assert {h.source for h in found.hand_ins} == {name}
    assert files(read_paths([path], (), how)) == {
        "s001": ["lstm.py"],
        "s002": ["lstm.py", "rnn.py"],
        "s003": ["hw.zip/src/lstm.py"],
    }
    assert all(h.sure for h in found.hand_ins)
    assert found.left_out == ()


@pytest.mark.parametrize("name", list(WRITERS))
def test_without_a_roster_the_export_names_the_students(tmp_path: Path, name: str) -> None:
    """Without a roster students have the platform's names for them."""
    expected = {"canvas": ["kimcho", "leeannmarie", "parkboram"]}.get(name, sorted(h.name for h in CLASS))
    assert sorted(s.student for s in read_paths([WRITERS[name](tmp_path, CLASS)], (), HOW)) == expected


def test_source_can_be_said(tmp_path: Path) -> None:
    """`source` overrides what the names look like; the wrong one is one line."""
    path = exports.canvas(tmp_path, CLASS)
    assert {h.source for h in find([path], How(source="zips")).hand_ins} == {"zips"}
    with pytest.raises(IntakeError, match=r"holds no hand-ins of moodle"):
        find([path], How(source="moodle"))
    with pytest.raises(IntakeError, match=r"no source 'blackbord'"):
        find([path], How(source="blackbord"))


def test_canvas_late_and_again(tmp_path: Path) -> None:
    """The late marker is told, a file that was handed in again has its first name, and an own `-2` stays."""
    handed = [
        Handed("s001", "Ann Lee", {"lstm.py": LSTM}, late=True, earlier=[{"lstm.py": "old"}]),
        Handed("s002", "Bo Park", {"week-1.py": LSTM, "week-2.py": "x = 1\n"}),
    ]
    found = find([exports.canvas(tmp_path, handed)], How(modules={"lstm"}))
    assert [h.late for h in found.hand_ins] == [True, False]
    read = [read_hand_in(h) for h in found.hand_ins]
    assert files(read) == {"leeann": ["lstm.py"], "parkbo": ["week-1.py", "week-2.py"]}
    assert [note.key for note in read[0].notes] == ["intake.late_marker"]


def test_canvas_newest_of_two(tmp_path: Path) -> None:
    """Of `lstm.py` and `lstm-1.py` the second one counts, and the first is told."""
    tree = {"leeann_41_9001_lstm.py": "x = 1\n", "leeann_41_9002_lstm-1.py": "x = 2\n", "leeann_41_text.html": "hello"}
    found = find([exports.write(tmp_path, "submissions", tree, zipped=True)], HOW)
    assert [m.source for m in read_hand_in(found.hand_ins[0]).modules] == ["x = 2\n"]
    assert [(i.path, i.why.key) for i in found.left_out] == [
        ("leeann_41_text.html", "intake.text_field"),
        ("lstm.py", "intake.older_copy"),
    ]


def test_canvas_anonymous(tmp_path: Path) -> None:
    """Anonymous submissions are matched by number, or keep it as their name."""
    path = exports.canvas(tmp_path, CLASS, anonymous=True)
    assert sorted(s.student for s in read_paths([path], (), HOW)) == ["anon_4001", "anon_4002", "anon_4003"]
    roster = Matcher(Roster((Student("s001", "", {"canvas": "4001"}),)))
    assert "s001" in {s.student for s in read_paths([path], (), How(matcher=roster))}


def test_dates_are_no_canvas_numbers(tmp_path: Path) -> None:
    """Files named by student and date are plain files."""
    tree = {"kim_2023_0201_hw.py": LSTM, "lee_2023_0201_hw.py": LSTM}
    assert {h.source for h in find([exports.write(tmp_path, "all", tree, zipped=True)], HOW).hand_ins} == {"zips"}


@pytest.mark.parametrize("flat", [False, True])
def test_moodle_groups_and_blind_marking(tmp_path: Path, flat: bool) -> None:
    """A group before the name, hyphens in it, and `Participant_` are all understood, in folders or flat."""
    how = How(matcher=ROSTER)
    grouped = exports.moodle(tmp_path / "a", CLASS, group="Group A-1", flat=flat)
    assert sorted(s.student for s in read_paths([grouped], (), how)) == ["s001", "s002", "s003"]
    blind = exports.moodle(tmp_path / "b", CLASS, blind=True, flat=flat)
    participants = [f"Participant {n}" for n in (4001, 4002, 4003)]
    assert sorted(s.student for s in read_paths([blind], (), HOW)) == participants
    roster = Matcher(Roster((Student("s003", "Cho Kim", {"identifier": "Participant 4003"}),)))
    assert "s003" in {s.student for s in read_paths([blind], (), How(matcher=roster))}


def test_moodle_text_is_told(tmp_path: Path) -> None:
    """A student who only typed a text has a hand-in without Python, and the text is named."""
    tree = {
        "Ann Lee_41_assignsubmission_onlinetext_/onlinetext.html": "hi",
        "Bo Park_42_assignsubmission_file_/a.py": LSTM,
    }
    path = exports.write(tmp_path, "moodle", tree, zipped=True)
    found = find([path], HOW)
    unreadable = {h.student: read_hand_in(h).unreadable for h in found.hand_ins}
    assert unreadable["Ann Lee"] is not None and unreadable["Ann Lee"].key == "intake.no_python"
    assert unreadable["Bo Park"] is None
    assert [i.why.key for i in found.left_out] == ["intake.text_field"]


@pytest.mark.parametrize("name", ["blackboard", "gradescope"])
@pytest.mark.parametrize("policy,attempts", [("last", [2]), ("first", [1]), ("best", [1, 2])])
def test_attempts_and_times(tmp_path: Path, name: str, policy: str, attempts: list[int]) -> None:
    """Attempts are numbered by time; the policy says which count, and times stand in the course's zone."""
    handed = [Handed("s001", "Ann Lee", {"lstm.py": LSTM}, earlier=[{"lstm.py": "x = 1\n"}])]
    how = How(zone=SEOUL, matcher=ROSTER, attempts=policy)
    found = find([WRITERS[name](tmp_path, handed)], how)
    assert [h.attempt for h in found.hand_ins] == attempts
    assert len(found.hand_ins) + len(found.set_aside) == 2
    times = {1: "2023-02-01T17:05:33+09:00", 2: "2023-02-01T18:05:33+09:00"}
    for submission in map(read_hand_in, found.hand_ins):
        assert submission.times == {"lstm.py": times[submission.attempt]}
        assert submission.student == "s001"


def test_blackboard_reads_the_name_not_the_students_words(tmp_path: Path) -> None:
    """A name in the student's own text is not taken for the student's."""
    (submission,) = read_paths([exports.blackboard(tmp_path, CLASS[:1])], (), HOW)
    assert submission.student == "Ann-Marie Lee"


def test_gradescope_teams(tmp_path: Path) -> None:
    """Several submitters are a team under the roster's ids; a submission of nobody's is left out and told."""
    handed = [Handed("s001", "Ann Lee", team=[("s002", "Bo Park")]), Handed("s003", "Cho Kim")]
    path = exports.gradescope(tmp_path, handed, zipped=False)
    metadata = path / "submission_metadata.yml"
    metadata.write_text(metadata.read_text() + "submission_5:\n  :submitters:\n  :created_at: 1\n")
    how = How(zone=SEOUL, matcher=ROSTER)
    read = {s.student: s.members for s in read_paths([path], (), how)}
    assert read == {"s001": ("s001", "s002"), "s003": ()}
    assert [(i.path, i.why.key) for i in find([path], how).left_out] == [("submission_5", "intake.nobody")]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "- 1\n",
        "[" * 100_000,
        "a: &a [1]\n" + "".join(f"b{n}: &b{n}\n  <<: [*a, *a]\n" for n in range(3)),
        "a: !!python/object/apply:os.system ['touch evil']\n",
    ],
    ids=["broken", "list", "deep", "merges", "python"],
)
def test_hostile_metadata_is_one_line(tmp_path: Path, text: str) -> None:
    """Metadata that are no YAML, too deep or more than plain values are the export's fault, in one line."""
    path = exports.gradescope(tmp_path, CLASS, zipped=False)
    (path / "submission_metadata.yml").write_text(text)
    with pytest.raises(IntakeError) as caught:
        find([path], HOW)
    assert "submission_metadata.yml" in str(caught.value) and "\n" not in str(caught.value)


def test_ruby_objects_are_plain_values(tmp_path: Path) -> None:
    """A time that Ruby wrote as an object is a time."""
    path = exports.gradescope(tmp_path, CLASS[:1], zipped=False)
    metadata = path / "submission_metadata.yml"
    objects = "!ruby/object:ActiveSupport::TimeWithZone\n    utc: 2023-02-01 09:05:33.5 Z\n    zone: x\n"
    text = metadata.read_text().replace(" 2023-02-01 09:05:33.123456000 Z\n", f" {objects}", 1)
    metadata.write_text(text)
    assert objects in text
    (submission,) = read_paths([path], (), HOW)
    assert submission.times == {"lstm.py": "2023-02-01T18:05:33+09:00"}


def test_file_name_pattern(tmp_path: Path) -> None:
    """The course's file names give name and week; preview and review of one student are one hand-in."""
    tree = {
        "김하나_24_S_NLP_WEEK3_복습과제1_RNN.ipynb.py": LSTM,
        "김하나_24_S_NLP_WEEK3_예습과제_RNN.py": "x = 1\n",
        "이두리_24_S_NLP_WEEK3_복습과제1_RNN.py": LSTM,
        "이두리_24_S_NLP_WEEK2_복습과제1_RNN.py": LSTM,
    }
    tree = {unicodedata.normalize("NFD", name): content for name, content in tree.items()}
    for zipped in (True, False):
        path = exports.write(tmp_path, "all", tree, zipped=zipped)
        found = find([path], How(week=3))
        assert {h.student: len(read_hand_in(h).modules) for h in found.hand_ins} == {"김하나": 2, "이두리": 1}
        assert [i.why.key for i in found.left_out] == ["intake.other_week"]
    own = How(pattern=r"hw(?P<week>\d+)-(?P<name>\w+)")
    put = exports.write(tmp_path, "own", {"hw3-kim.py": LSTM, "hw3-lee.py": LSTM}, zipped=False)
    assert [s.student for s in read_paths([put], (), own)] == ["kim", "lee"]


def test_second_downloads(tmp_path: Path) -> None:
    """Of `s001.py` and `s001 (1).py` the later counts, or the first, and the other is told."""
    tree = {"s001.py": LSTM, "s001 (1).py": LSTM + "# 1\n", "s002 (3).py": LSTM}
    for zipped in (True, False):
        path = exports.write(tmp_path, "all", tree, zipped=zipped)
        found = find([path], HOW)
        assert {h.student: read_hand_in(h).modules[0].source for h in found.hand_ins} == {
            "s001": LSTM + "# 1\n",
            "s002": LSTM,
        }
        assert [i.why.key for i in found.left_out] == ["intake.older_copy"]
        first = find([path], How(attempts="first"))
        assert read_hand_in(first.hand_ins[0]).modules[0].source == LSTM


def test_zips_of_a_class(tmp_path: Path) -> None:
    """A zip of students' zips, files and folders, inside one folder, is a class; one student's zip is one hand-in."""
    inner = exports.zip_bytes({"s001/lstm.py": LSTM})
    tree = {"week4/s001.zip": inner, "week4/s002/lstm.py": LSTM, "week4/s003.py": LSTM, "week4/notes.csv": "x"}
    found = find([exports.write(tmp_path, "week4", tree, zipped=True)], HOW)
    assert files([read_hand_in(h) for h in found.hand_ins]) == {
        "s001": ["s001.zip/s001/lstm.py"],
        "s002": ["lstm.py"],
        "s003": ["s003.py"],
    }
    assert [i.path for i in found.left_out] == ["notes.csv"]
    (tmp_path / "s001.zip").write_bytes(exports.zip_bytes({"lstm.py": LSTM, "rnn.py": "def rnn(): 0\n"}))
    assert [s.student for s in read_paths([tmp_path / "s001.zip"])] == ["s001"]


def test_broken_archives(tmp_path: Path) -> None:
    """A broken export is one line; a broken zip of one of several students is that student's result."""
    (tmp_path / "export.zip").write_bytes(b"PK\3\4 nonsense")
    with pytest.raises(IntakeError, match=r"export.zip: .* Download it again"):
        find([tmp_path / "export.zip"], HOW)
    handed = [Handed("s001", "Ann Lee", {"hw.zip": b"PK nonsense"}), Handed("s002", "Bo Park")]
    read = {s.student: s.unreadable for s in read_paths([exports.moodle(tmp_path, handed)], (), HOW)}
    assert read["Bo Park"] is None
    assert read["Ann Lee"] is not None and read["Ann Lee"].key == "intake.archive_damaged"
    (tmp_path / "s002.py").write_text(LSTM)
    both = read_paths([tmp_path / "export.zip", tmp_path / "s002.py"])
    assert [(s.student, s.unreadable is None) for s in both] == [("export", False), ("s002", True)]
