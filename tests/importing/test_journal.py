"""The journal: exclusive use, durability, and errors that say what to do."""

import multiprocessing
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from asana._importing.journal import Journal, JournalError, Kept, Write
from asana.importing import Problem
from tests.importing.conftest import Place
from tests.importing.test_importer import row

WRITE = Write("task:a", "task", "a", {"body": {"name": "Ä \u2028"}})
KEPT = Kept("5", {"name": "x"}, {"ids": ["y"], "dependencies": []}, False)


def test_what_was_noted_is_there_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", "1")
    journal.intend(WRITE)
    other = Write("tag:t", "tag", "t", {})
    journal.intend(other)
    journal.done(other, "7")
    journal.keep_row("b", KEPT)
    journal.close()
    again = Journal(tmp_path / "j", "1")
    [found] = again.open_writes()
    assert (found.id, found.sent, found.began > 0, found.ended) == (
        WRITE.id,
        WRITE.sent,
        True,
        None,
    )
    assert again.gid("tag:t") == "7"
    assert again.rows == {"b": KEPT}
    again.done(found, "8", KEPT)
    again.forget(other)
    again.place_rows(["a", "b"])
    again.close()
    last = Journal(tmp_path / "j", "1")
    assert (last.open_writes(), last.gid("task:a"), last.gid("tag:t")) == ([], "8", None)
    assert [kept.placed for kept in last.rows.values()] == [True, True]
    last.close()


def use(path: Path, outcome: Any) -> None:
    try:
        Journal(path, "1")
    except JournalError as error:
        outcome.put(str(error))
    else:
        outcome.put("opened")


def test_another_process_is_refused_until_this_one_ends(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    outcome: Any = context.Queue()
    journal = Journal(tmp_path / "j", "1")
    for expected in ("another import is using it", "opened"):
        process = context.Process(target=use, args=(tmp_path / "j", outcome))
        process.start()
        assert expected in outcome.get(timeout=60)
        process.join()
        journal.close()


def test_a_killed_process_leaves_no_lock_and_a_whole_journal(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from asana._importing.journal import Journal, Write\n"
        "journal = Journal(sys.argv[1], '1')\n"
        "for number in range(50):\n"
        "    journal.intend(Write(f'task:{number}', 'task', f'{number}', {}))\n"
        "os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))\n"
    )
    path = tmp_path / "j"
    subprocess.run([sys.executable, "-c", program, str(path)], check=False, cwd=Path.cwd())
    journal = Journal(path, "1")
    assert len(journal.open_writes()) == 50
    journal.close()


def test_another_schema_is_refused(tmp_path: Path) -> None:
    Journal(tmp_path / "j", "1").close()
    with sqlite3.connect(tmp_path / "j") as database:
        database.execute("UPDATE meta SET value = '0' WHERE name = 'schema'")
    database.close()
    with pytest.raises(JournalError, match=r"another version of this library .schema 0, not 1."):
        Journal(tmp_path / "j", "1")


def test_a_file_that_is_no_journal_is_refused_and_stays(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("This is not a database at all, but a text." * 100)
    with pytest.raises(JournalError, match="the file is not a journal"):
        Journal(text, "1")
    assert text.read_text().startswith("This is not")
    with sqlite3.connect(tmp_path / "other.db") as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()
    with pytest.raises(
        JournalError, match="is an SQLite database, but not the journal of an import"
    ):
        Journal(tmp_path / "other.db", "1")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="the folder must exist"):
        Journal(tmp_path / "none" / "j", "1")
    with pytest.raises(JournalError, match="the folder must exist"):
        Journal(tmp_path, "1")
    with pytest.raises(ValueError, match="must be a valid path"):
        Journal("a\0b", "1")
    with pytest.raises(ValueError, match="the path of a journal must not be empty"):
        Journal("", "1")


def test_a_journal_is_always_a_file(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TypeError):
        place.client.projects.importer(place.project, None)  # type: ignore[arg-type]
    assert place.sandbox.requests == []
    monkeypatch.chdir(tmp_path)
    place.client.projects.importer(place.project, ":memory:").close()
    assert (tmp_path / ":memory:").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(JournalError, match="must be writable"):
            Journal(tmp_path / "j", "1")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_full_disk_ends_the_run_and_loses_nothing(place: Place) -> None:
    rows = [row(f"{number}", notes="x" * 2000) for number in range(30)]
    with place.importer(concurrency=2) as importer:
        importer.rows(rows)
        [(pages,)] = importer.journal._database.execute("PRAGMA page_count")
        importer.journal._database.execute(f"PRAGMA max_page_count = {pages + 8}")
        with pytest.raises(JournalError, match="free some space and run the import again"):
            importer.run()
    assert 0 < len(place.names()) < 30
    report = place.run(*rows)
    assert report.complete
    assert report.made + report.skipped == 30
    assert place.names() == [each["name"] for each in rows]


def test_a_journal_that_cannot_be_read_is_explained(place: Place) -> None:
    importer = place.importer()
    importer.close()
    with pytest.raises(JournalError, match="closed database"):
        importer.run()


def test_a_problem_says_where_it_is() -> None:
    assert str(Problem("row 1", "a", "it is wrong")) == "row 1 (a): it is wrong"
    assert str(Problem("row 1", None, "it is wrong")) == "row 1: it is wrong"


def test_the_states_of_a_write(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", "1")
    now = [100.0]
    journal.clock = lambda: now[0]
    sent = {"body": {"name": "x"}}
    given = Write("c:1", "comment", "k", sent, "done", "5", 7.0, 8.0, "why")

    def state() -> dict[str, Any]:
        [found] = journal._read_writes()
        assert journal.writes == {"c:1": found}
        assert journal.open_writes() == ([] if found.state == "done" else [found])
        assert journal.is_done("c:1") is (found.state == "done")
        assert journal.gid("c:1") == (found.gid if found.state == "done" else None)
        now[0] += 1
        return {name: value for name, value in vars(found).items() if value is not None}

    own = {"id": "c:1", "kind": "comment", "key": "k", "sent": sent, "gid": "5", "reason": "why"}
    journal.intend(given)
    assert state() == {**own, "state": "intent", "began": 100.0}
    journal.unclear(given)
    assert state() == {**own, "state": "intent", "began": 100.0, "ended": 101.0}
    journal.unsettled(given, "because")
    assert state() == {
        **own, "state": "unsettled", "began": 100.0, "ended": 101.0, "reason": "because"
    }  # fmt: skip
    journal.reopen(journal.writes["c:1"])
    del own["reason"]
    assert state() == {**own, "state": "intent", "began": 100.0, "ended": 101.0}
    journal.unsettled(given, "because")
    journal.done(given, "9", KEPT)
    assert state() == {
        **own, "state": "done", "began": 100.0, "ended": 101.0, "gid": "9", "sent": {}
    }  # fmt: skip
    assert journal.rows == {"k": KEPT} == dict(journal._read_rows())
    journal.forget(given)
    assert (journal.writes, [*journal._read_writes()]) == ({}, [])
    assert (journal.is_done("c:1"), journal.gid("c:1")) == (False, None)
    journal.close()


def test_a_new_write_has_no_outcome() -> None:
    assert vars(Write("a", "task", "k", {})) == {
        **{"id": "a", "kind": "task", "key": "k", "sent": {}, "state": "intent", "began": 0.0},
        **dict.fromkeys(["gid", "ended", "reason"]),
    }


def test_users_and_objects_are_known_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", "1")
    assert (journal.users, journal.known, journal.claimed()) == (set(), set(), set())
    assert (journal.meta("begun"), journal.meta("nothing")) == (None, None)
    journal.begin("7", iter(["3", "4"]))
    journal.begin("5", [])
    for state in ("intent", "done"):
        write = Write(state, "task", state, {})
        journal.intend(write)
    journal.done(write, "8")
    for _ in range(2):
        assert (journal.users, journal.known) == ({"5", "7"}, {"3", "4"})
        assert journal.claimed() == {"3", "4", "8"}
        assert (journal.meta("begun"), journal.meta("users")) == ("yes", "5 7")
        assert (journal.meta("schema"), journal.meta("project")) == ("1", "1")
        journal.close()
        journal = Journal(tmp_path / "j", "1")
    journal.close()


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ("database is locked", "another import is using it; wait until that import has finished"),
        ("file is not a database", "the file is not a journal, or is damaged"),
        ("database disk image is malformed", "the file is not a journal, or is damaged"),
        *(
            (
                each,
                f"{each}; the folder must exist, and the file and its folder must be writable",
            )
            for each in ("unable to open database file", "attempt to write a readonly database")
        ),
        *(
            (each, f"{each}; free some space and run the import again, which resumes")
            for each in ("database or disk is full", "disk I/O error")
        ),
        ("no such table: x", "no such table: x"),
    ],
)
def test_errors_of_sqlite_say_what_to_do(failure: str, told: str) -> None:
    journal = Journal(None, "1")
    with pytest.raises(JournalError) as raised, journal._explained():
        raise sqlite3.OperationalError(failure)
    assert str(raised.value) == f"the journal :memory:: {told}"
    journal.close()


def test_another_project_is_named(tmp_path: Path) -> None:
    path = tmp_path / "j"
    Journal(path, "1").close()
    with pytest.raises(JournalError) as raised:
        Journal(path, "2")
    assert str(raised.value) == (
        f"the journal {path} belongs to the import into another project (project 1, not 2): "
        "use a separate journal for each import"
    )
    Journal(path, "1").close()


def test_the_file_is_opened_for_threads_and_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    connect = sqlite3.connect

    def noted(path: str, **options: Any) -> Any:
        opened.append((path, options))
        return connect(path, **options)

    monkeypatch.setattr(sqlite3, "connect", noted)
    monkeypatch.chdir(tmp_path)
    Journal("j", "1").close()
    options = {"timeout": 0, "isolation_level": None, "check_same_thread": False}
    assert opened == [(str(tmp_path / "j"), options)]
    database = Journal("j", "1")._database
    pragmas = ("locking_mode", "journal_mode", "synchronous")
    found = [database.execute(f"PRAGMA {each}").fetchone()[0] for each in pragmas]
    assert found == ["exclusive", "wal", 2]
    database.close()


def test_a_transaction_that_fails_changes_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", "1")
    with pytest.raises(TypeError):
        journal.intend(Write("a", "task", "a", {"body": object()}))
    with pytest.raises(KeyError):
        journal.place_rows(["nothing"])
    journal.close()
    again = Journal(tmp_path / "j", "1")
    assert ([*again._read_writes()], again.writes) == ([], {})
    again.close()
