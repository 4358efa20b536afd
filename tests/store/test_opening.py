"""Opening a store: made where there is none, migrated where it is old, refused in one line where it is broken."""

from __future__ import annotations

import itertools
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from grader.course import load_course
from grader.errors import StoreError
from grader.store import VARIABLE, Store, open_store, store_place
from grader.store.migrating import SCRIPTS, migrate
from grader.store.schema import METADATA, VERSION
from tests.store.samples import graded, header
from tests.store.server import Server

ROOT = Path(__file__).parents[2]
COURSE = 'id = "c"\nterm = "t"\ntimezone = "Asia/Seoul"\n[title]\nen = "C"\nko = "강"\n'


def test_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--store, else GRADER_STORE, else beside the course's seeds, where git does not see it."""
    (tmp_path / "course.toml").write_text(COURSE)
    course = load_course(tmp_path)
    monkeypatch.setenv(VARIABLE, "elsewhere.sqlite3")
    assert store_place(course, "given") == "given"
    assert store_place(course) == "elsewhere.sqlite3"
    monkeypatch.delenv(VARIABLE)
    assert store_place(course) == str(tmp_path / ".grader" / "store.sqlite3")
    assert "*" in (tmp_path / ".grader" / ".gitignore").read_text().splitlines()


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    """It holds grades: the file and SQLite's side files are the owner's alone, whatever somebody made of its mode."""
    file = tmp_path / "store.sqlite3"
    with open_store(str(file)) as store:
        graded(store, "s001")
        assert {p.name for p in tmp_path.iterdir()} == {file.name, f"{file.name}-wal", f"{file.name}-shm"}
        assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    file.chmod(0o644)
    open_store(f"sqlite:///{file}").close()
    assert file.stat().st_mode & 0o077 == 0


def test_commits_survive_a_power_cut(tmp_path: Path) -> None:
    """SQLite is asked to sync every commit of results, in WAL, so that readers never wait."""
    with open_store(str(tmp_path / "store.sqlite3")) as store, store.reading() as connection:
        asked = [connection.exec_driver_sql(f"PRAGMA {what}").scalar() for what in ("journal_mode", "synchronous")]
        assert asked == ["wal", 2]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_current_store_needs_no_alembic(place: str) -> None:
    """Opening a store that is new or up to date does not import what migrates."""
    code = (
        "import sys; from grader.store import open_store\n"
        "for _ in range(2): open_store(sys.argv[1]).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, place], check=False).returncode == 0


def test_two_processes_make_it_at_once(place: str) -> None:
    """Whoever comes second finds it made."""
    code = "import sys; from grader.store import open_store; input(); open_store(sys.argv[1]).runs('week01_a')"
    command = [sys.executable, "-c", code, place]
    makers = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write("\n")
        maker.stdin.flush()
    assert [maker.communicate(timeout=60)[1] for maker in makers] == [""] * 4


def test_the_newest_migration_is_the_schema(store: Store) -> None:
    """A store is made at the version of the newest migration, and its tables are those of the schema."""
    newest = max(path.stem.partition("_")[0] for path in (SCRIPTS / "versions").glob("*.py"))
    assert newest == VERSION
    with store.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert [change for change in found if change[0] != "remove_table" or change[1].name != "alembic_version"] == []


def test_an_older_store_is_migrated(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older version lacks is added, in one transaction; what it holds stays."""
    scripts = migrations(tmp_path, "9001", "op.add_column('comment', sa.Column('more', sa.Text()))")
    with open_store(place) as store:
        run = graded(store, "s001")
    monkeypatch.setattr("grader.store.opening.VERSION", "9001")
    monkeypatch.setattr(migrate, "__defaults__", (scripts,))
    for _ in range(2):
        with open_store(place) as store, store.reading() as connection:
            assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "9001"
            assert "more" in {column["name"] for column in sa.inspect(connection).get_columns("comment")}
            assert [v.student for v in store.verdicts(run)] == ["s001"]


def test_a_migration_that_fails_changes_nothing(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a migration is none: the store stays as it was."""
    body = "op.add_column('comment', sa.Column('more', sa.Text())); op.execute('SELECT nonsense')"
    scripts = migrations(tmp_path, "9001", body)
    open_store(place).close()
    with monkeypatch.context() as patched:
        patched.setattr("grader.store.opening.VERSION", "9001")
        patched.setattr(migrate, "__defaults__", (scripts,))
        with pytest.raises(StoreError) as info:
            open_store(place)
        assert "\n" not in str(info.value)
    with open_store(place) as store, store.reading() as connection:
        assert "more" not in {column["name"] for column in sa.inspect(connection).get_columns("comment")}


def migrations(folder: Path, version: str, body: str) -> Path:
    """The program's migrations and one more."""
    scripts = folder / "migrations"
    (scripts / "versions").mkdir(parents=True)
    for path in (*SCRIPTS.glob("*.py"), *SCRIPTS.glob("versions/*.py")):
        (scripts / path.relative_to(SCRIPTS)).write_bytes(path.read_bytes())
    text = f"import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = '{version}', '{VERSION}'\n"
    (scripts / "versions" / f"{version}_more.py").write_text(f"{text}def upgrade():\n    {body}\n")
    return scripts


def test_a_newer_store(place: str) -> None:
    """A store of a newer program is not touched, and the remedy is named."""
    with open_store(place) as store, store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"was made by a newer version of this program \(update") as info:
        open_store(place)
    assert "\n" not in str(info.value)


def test_another_program_s_database(tmp_path: Path) -> None:
    """A database that has a table of ours by chance is left alone."""
    with sqlite3.connect(tmp_path / "other.sqlite3") as other:
        other.execute("CREATE TABLE run (id INTEGER)")
    with pytest.raises(StoreError, match="is another program's database"):
        open_store(str(tmp_path / "other.sqlite3"))


def broken_files(folder: Path) -> dict[str, str]:
    """Places that are no stores → what is said of them."""
    text, half, whole = folder / "text", folder / "half", folder / "whole"
    text.write_text("no database\n" * 100)
    with open_store(str(whole)) as store:
        graded(store, *(f"s{i:03}" for i in range(50)))
    data = bytearray(whole.read_bytes())
    data[4096:] = bytes(itertools.islice(itertools.cycle(b"\xff\x00garbage"), len(data) - 4096))
    half.write_bytes(data)
    (folder / "folder").mkdir()
    return {
        str(text): "is no store, or is damaged",
        str(half): "damaged",
        str(folder / "folder"): "cannot be opened",
        str(folder / "nowhere" / "store"): "No such file or directory",
        "mysql://user:secret@host/x": "a store is SQLite or PostgreSQL",
        "postgresql://user:secret@127.0.0.1:1/x": "cannot be reached",
        "postgresql://user:secret@no-such-host.invalid/x": "cannot be reached",
        "no url://": "is no URL of a store",
        "sqlite://": "a store is SQLite or PostgreSQL",
    }


def test_what_is_no_store(tmp_path: Path) -> None:
    """Each is told in one line with a remedy, without the password."""
    for place, says in broken_files(tmp_path).items():
        with pytest.raises(StoreError) as info, open_store(place, patience=2) as store:
            store.runs("week01_a")
        text = str(info.value)
        assert says in text and text.endswith(")") and "\n" not in text, text
        assert "secret" not in text


def test_a_database_that_is_not_there(server: Server) -> None:
    """Who forgot createdb is told so."""
    with pytest.raises(StoreError, match=r"is not there \(make user and database first"):
        open_store(server.url("nothing"))


def test_a_locked_store(tmp_path: Path) -> None:
    """Where another program holds the file, we wait a while and say so."""
    file = tmp_path / "store.sqlite3"
    open_store(str(file)).close()
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with open_store(str(file), patience=0.2) as store, pytest.raises(StoreError, match="is locked by another"):
            store.begin_run(header(), "key")
    finally:
        holder.close()


@pytest.mark.parametrize("made", [False, True])
def test_a_read_only_folder(tmp_path: Path, made: bool) -> None:
    """A folder that may not be written is told in one line, whether a store is there or not."""
    file = tmp_path / "kept" / "store.sqlite3"
    file.parent.mkdir()
    if made:
        open_store(str(file)).close()
    code = (
        "import sys; from grader.errors import StoreError; from grader.store import open_store\n"
        "from tests.store.samples import header\n"
        "try: open_store(sys.argv[1]).begin_run(header(), 'key')\n"
        "except StoreError as error: print(error)"
    )
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99; shift; exec "$@"'
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    command = [*alone, "sh", "-c", script, "sh", str(file.parent), sys.executable, "-c", code, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{file}: cannot be ") and "(" in done.stdout, done.stdout
    assert done.stdout.count("\n") == 1
