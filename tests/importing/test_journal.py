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
