"""The files of an export, created from a journal, and its requests."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asana import exporting
from asana._exporting import publish, reading
from asana._exporting.asked import FIELDS, KINDS, WORKSPACE_KINDS, listing_of
from asana._exporting.files import digest, safe_name
from asana._exporting.journal import Journal
from asana._exporting.project import ProjectExport, _with, _without_urls
from asana._exporting.publish import write_whole
from asana.error import InvalidRequestError, InvalidResponseError
from asana.sandbox import Sandbox

NOON = "2030-01-02T12:00:00.000Z"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(str(tmp_path / "backup"), ["project", "1"])
    yield opened
    opened.close()


def lines(journal: Journal, name: str) -> list[Any]:
    text = (Path(journal.folder) / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_files_have_all_that_the_journal_has(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "now", lambda: NOON)
    tasks: list[dict[str, Any]] = [
        {"gid": "10", "name": "é", "html_notes": "<body><em>a</em></body>"},
        {"gid": "11", "name": "below"},
    ]
    with journal.step():
        journal.set(run=1, started_at="START")
        journal.put_all("project", [{"gid": "1", "html_notes": "<body><strong>p</strong></body>"}])
        journal.put("tags", {"gid": "9", "name": "göne"})
        for place, (parent, task) in enumerate([("", tasks[0]), ("10", tasks[1])]):
            journal.put("tasks", task)
            journal.do("INSERT INTO places VALUES (?, ?, ?)", parent, place, task["gid"])
        journal.put_all("stories", [{"gid": "20", "html_text": "<body>of 11</body>"}], "11")
        journal.put_all("stories", [{"gid": "21"}, {"gid": "23"}], "10")
        journal.put_all("stories", [{"gid": "22", "html_text": None}], "1")
        journal.remove("kind = 'tags'")
        journal.do("INSERT INTO files VALUES ('31', 'files/31 ä', 5, 'abc', NULL)")
        journal.do("INSERT INTO files VALUES ('30', 'files/30', 7, 'def', NULL)")
        journal.do("INSERT INTO files VALUES ('32', '', NULL, NULL, 'too large')")
    manifest: Any = publish.publish(journal, ["project", "tasks", "stories"], True, parts=[])
    assert lines(journal, "project.jsonl") == [
        {"gid": "1", "html_notes": "<body><strong>p</strong></body>", "notes_markdown": "**p**"}
    ]
    assert lines(journal, "tasks.jsonl") == [{**tasks[0], "notes_markdown": "*a*"}, tasks[1]]
    stories = lines(journal, "stories.jsonl")
    assert [each["gid"] for each in stories] == ["22", "21", "23", "20"]
    assert stories[3]["text_markdown"] == "of 11"
    assert "text_markdown" not in stories[0]
    assert lines(journal, "tree.jsonl") == [{"depth": 0, "gid": "10"}, {"depth": 1, "gid": "11"}]
    assert lines(journal, "files.jsonl") == [
        {"attachment": "30", "path": "files/30", "size": 7, "sha256": "def"},
        {"attachment": "31", "path": "files/31 ä", "size": 5, "sha256": "abc"},
    ]
    assert lines(journal, "removed.jsonl") == [
        {"kind": "tags", "removed_at": "START", "record": {"gid": "9", "name": "göne"}}
    ]
    for name, text in (("tasks", '"é"'), ("files", "ä"), ("removed", '"göne"')):
        assert text in (Path(journal.folder) / f"{name}.jsonl").read_text(encoding="utf-8")
    assert json.loads((Path(journal.folder) / "manifest.json").read_bytes()) == manifest
    assert (Path(journal.folder) / "manifest.json").read_bytes().startswith(b'{\n "format": 1,\n')
    counts = {"project": 1, "tasks": 2, "stories": 4, "tree": 2, "files": 2, "removed": 1}
    assert manifest == {
        "format": 1,
        "project": "1",
        "run": 1,
        "started_at": "START",
        "finished_at": NOON,
        "parts": [],
        "files": {
            "count": 2,
            "bytes": 12,
            "missing": [{"attachment": "32", "reason": "too large"}],
        },
        "records": {
            kind: {
                "path": f"{kind}.jsonl",
                "count": count,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            for kind, count in counts.items()
            if (data := (Path(journal.folder) / f"{kind}.jsonl").read_bytes())
        },
    }
    assert not [*Path(journal.folder).glob("*.new")]
    later: Any = publish.publish(journal, ["tags"], files={"missing": []})
    assert (later["run"], [*later["records"]], later["files"]) == (
        1,
        ["tags", "removed"],
        {"missing": []},
    )


def test_a_manifest_without_tasks_has_no_files(journal: Journal) -> None:
    manifest = publish.publish(journal, ["teams"])
    assert "files" not in manifest
    assert [*manifest["records"]] == ["teams", "removed"]
    assert not (Path(journal.folder) / "tree.jsonl").exists()


def test_times_have_the_format_of_asana() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", publish.now())


def test_a_file_is_written_in_utf_8(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "a"), "é")
    assert (tmp_path / "a").read_bytes() == "é".encode()
    assert [*tmp_path.iterdir()] == [tmp_path / "a"]


def test_each_problem_of_an_export_is_a_sentence(journal: Journal) -> None:
    folder = Path(journal.folder)
    with journal.step():
        journal.put("teams", {"gid": "5"})
    publish.publish(
        journal,
        ["teams", "users"],
        parts=[{"path": "projects/7"}],
        skipped=[{"project": "8", "reason": "private"}],
        files={"missing": [{"attachment": "9", "reason": "too large"}]},
    )
    rest = ["projects/8: private", "attachment 9: too large"]
    where = folder / "projects/7/manifest.json"
    part = (
        f"projects/7: {where} does not exist: no export to this folder has finished; run it again"
    )
    assert exporting.verify(folder) == [part, *rest]
    (folder / "teams.jsonl").write_bytes(b'{"gid": "6"}\n')
    (folder / "users.jsonl").unlink()
    changed = "teams.jsonl: the content differs from what was written"
    assert exporting.verify(folder) == [
        part, changed, "users.jsonl: No such file or directory", *rest,
    ]  # fmt: skip
    (folder / "teams.jsonl").write_bytes(b"123")
    assert exporting.verify(folder)[1] == f"{changed} (3 bytes, not 13)"


def test_the_files_of_attachments_are_verified(journal: Journal) -> None:
    folder = Path(journal.folder)
    (folder / "a").write_bytes(b"123")
    assert digest(str(folder / "a")) == (3, hashlib.sha256(b"123").hexdigest())
    with journal.step():
        journal.do("INSERT INTO files VALUES ('1', 'a', ?, ?, NULL)", *digest(str(folder / "a")))
    publish.publish(journal, ["tasks"])
    assert exporting.verify(folder) == []
    (folder / "a").write_bytes(b"1234")
    assert exporting.verify(folder) == [
        "a: the content differs from what was written (4 bytes, not 3)"
    ]


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    where = tmp_path / "manifest.json"
    for text in ("[]", "{", "\xff"):
        where.write_text(text, encoding="latin-1")
        with pytest.raises(ValueError, match="not a manifest; run the export again") as caught:
            exporting.verify(tmp_path)
        assert str(caught.value).startswith(f"{where} is")
    where.write_text('{"records": {"a": {"path": "a.jsonl"}, "b": {}}}')
    with pytest.raises(ValueError, match=r"the export has no 'c'; its kinds of records are a, b$"):
        exporting.records(tmp_path, "c")
    (tmp_path / "a.jsonl").write_text('{"gid": "é"}\n{', encoding="utf-8")
    read = exporting.records(tmp_path, "a")
    assert next(read) == {"gid": "é"}
    with pytest.raises(ValueError, match=r"a\.jsonl, line 2: not valid JSON$"):
        next(read)


def test_texts_that_utf8_cannot_hold_are_in_each_file(journal: Journal) -> None:
    """They come from Asana as escapes, and stay escapes."""
    html = {"html_notes": "<body>a</body>"}
    records: list[dict[str, Any]] = [{"gid": "1", "name": "\ud800"}, {"gid": "2", "name": "é"}]
    with journal.step():
        journal.put_all("teams", records)
        journal.put_all("tags", [{**each, **html} for each in records])
        journal.put_all("gone", records)
        journal.remove("kind = 'gone'")
    publish.publish(journal, ["teams", "tags"], True)
    assert lines(journal, "teams.jsonl") == records
    assert lines(journal, "tags.jsonl") == [
        {**each, **html, "notes_markdown": "a"} for each in records
    ]
    assert [each["record"] for each in lines(journal, "removed.jsonl")] == records
    for name in ("teams", "tags", "removed"):
        text = (Path(journal.folder) / f"{name}.jsonl").read_text(encoding="utf-8")
        assert '"name": "\\ud800"' in text
        assert '"name": "é"' in text
    assert journal.gids("SELECT DISTINCT owner FROM records") == [""]


def test_each_text_file_is_read_and_written_in_utf_8(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the encoding of the system."""
    used: list[str] = []

    def note(file: Any, mode: str = "r", encoding: str | None = None) -> Any:
        if "b" not in mode:
            used.append(str(encoding).lower())
        return open(file, mode, encoding=encoding)

    for module in (publish, reading):
        monkeypatch.setattr(module, "open", note, raising=False)
    publish.publish(journal, ["teams"])
    assert [*exporting.records(journal.folder, "teams")] == []
    assert used == ["utf-8"] * 3


def test_the_journal_waits_a_second_for_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, given = sqlite3.connect, []

    def note(*args: Any, **options: Any) -> Any:
        given.append((*args, options))
        return connect(*args, **options)

    monkeypatch.setattr(sqlite3, "connect", note)
    Journal(str(tmp_path), ["project", "1"]).close()
    where = str(tmp_path / "export.db")
    assert given == [(where, {"timeout": 1, "isolation_level": None})]


def test_all_problems_of_an_export_are_found(journal: Journal) -> None:
    """Those of two parts, of two files with records, and of two files of attachments."""
    folder = Path(journal.folder)
    for name in "ab":
        (folder / name).write_bytes(b"1")
        with journal.step():
            journal.do("INSERT INTO files VALUES (?, ?, 1, 'other', NULL)", name, name)
    publish.publish(journal, ["tasks"])
    differs = "the content differs from what was written"
    assert exporting.verify(folder) == [f"a: {differs}", f"b: {differs}"]
    outer = folder / "outer"
    for number in "12":
        (outer / number).mkdir(parents=True)
        part = {"records": {"x": {"path": "x", "sha256": "", "bytes": 1}}}
        (outer / number / "manifest.json").write_text(json.dumps(part), encoding="utf-8")
    (outer / "3").mkdir()
    (outer / "3/manifest.json").write_text("{}", encoding="utf-8")
    parts = {"parts": [{"path": number} for number in "123"], "skipped": [
        {"project": "8", "reason": "private"}, {"project": "9", "reason": "gone"},
    ]}  # fmt: skip
    (outer / "manifest.json").write_text(json.dumps(parts), encoding="utf-8")
    assert exporting.verify(outer) == [
        "1: x: No such file or directory", "2: x: No such file or directory",
        "projects/8: private", "projects/9: gone",
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"^the export has no 'x'; its kinds of records are $"):
        exporting.records(outer, "x")
    for call in (exporting.verify, lambda where: exporting.records(where, "x")):
        with pytest.raises(ValueError, match=r"^the folder of an export must be a valid path, not"):
            call("a\0b")


def test_each_record_has_its_kind_as_its_key(journal: Journal) -> None:
    with journal.step():
        assert journal.put("a", {"gid": "1", "name": "é"}, "5", 3)
        assert journal.put("b", {"gid": "1"})
    assert journal.db.execute("SELECT * FROM records ORDER BY kind").fetchall() == [
        ("a", "1", "5", 3, 0, '{"gid": "1", "name": "é"}'),
        ("b", "1", "", 0, 0, '{"gid": "1"}'),
    ]


# -- the journal


USERS = (
    "assignee", "assigned_by", "author", "completed_by", "created_by", "follower", "member",
    "followers", "members", "people_value", "old_people_value", "new_people_value", "owner", "user",
)  # fmt: skip


def test_all_users_of_a_record_are_known(journal: Journal) -> None:
    record: dict[str, Any] = {
        "gid": "1",
        "project": {"gid": "99"},
        "members": [{"gid": "team", "resource_type": "team"}, {"gid": "m"}],
        "owner": {"name": "without a gid"},
        "deep": [{"likes": [{"user": {"gid": "e", "name": "É", "resource_type": "user"}}]}],
    }
    with journal.step():
        journal.put("tasks", record)
        for name in USERS[:7]:
            journal.put("tasks", {"gid": "2", name: {"gid": name}})
        for name in USERS[7:]:
            journal.put("tasks", {"gid": "2", name: [{"gid": name}, {"gid": f"{name}2"}]})
    wanted = {*USERS, *(f"{name}2" for name in USERS[7:]), "m", "e"}
    assert {*journal.gids("SELECT user FROM met")} == wanted
    [found] = journal.one("SELECT record FROM met WHERE user = 'e'")
    assert found == '{"gid": "e", "name": "É", "resource_type": "user"}'


def test_a_record_has_changed_or_not(journal: Journal) -> None:
    image = '<body><img data-x="1" src="https://x/{}" alt="a"/></body>'
    with journal.step():
        assert journal.put("tasks", {"gid": "1", "html_notes": image.format(1)})
        assert not journal.put("tasks", {"gid": "1", "html_notes": image.format(2)})
        assert journal.put("tasks", {"gid": "1", "html_notes": "other"})
        assert journal.put("stories", {"gid": "1", "html_notes": "other"})
        assert journal.put("tasks", {"gid": "2", "name": "\ud800"})
        assert not journal.put("tasks", {"gid": "2", "name": "\ud800"})
    assert json.loads(journal.one("SELECT record FROM records WHERE gid = '2'")[0]) == {
        "gid": "2",
        "name": "\ud800",
    }
    assert journal.one("SELECT owner, place, run FROM records WHERE gid = '2'") == ("", 0, 0)


def test_what_comes_back_is_not_removed(journal: Journal) -> None:
    with journal.step():
        journal.set(run=1, started_at="ONE")
        journal.put_all("stories", [{"gid": "1"}, {"gid": "2"}], "5")
        journal.put_all("stories", [{"gid": "3"}], "6")
        journal.set(run=2, started_at="TWO")
        journal.put_all("stories", [{"gid": "2"}], "5")
    assert journal.db.execute("SELECT * FROM removed").fetchall() == [
        ("stories", "1", "TWO", '{"gid": "1"}')
    ]
    assert journal.gids("SELECT gid FROM records ORDER BY gid") == ["2", "3"]
    with journal.step():
        journal.put("stories", {"gid": "1"})
    assert journal.count("removed") == 0


def test_a_task_below_itself_is_laid_out_once(journal: Journal) -> None:
    places = [("", "1"), ("", "2"), ("1", "2"), ("2", "3"), ("3", "1")]
    with journal.step():
        for place, (parent, task) in enumerate(places):
            journal.do("INSERT INTO places VALUES (?, ?, ?)", parent, place, task)
        journal.lay_out()
        journal.lay_out()
    walk = journal.db.execute("SELECT depth, task FROM walk ORDER BY n").fetchall()
    assert walk == [(0, "1"), (1, "2"), (2, "3"), (0, "2"), (1, "3"), (2, "1")]
    assert journal.gids("SELECT task FROM lines ORDER BY n") == ["1", "2", "3"]


def test_a_folder_belongs_to_one_export(tmp_path: Path) -> None:
    folder = str(tmp_path / "a" / "b")
    first = Journal(folder, ["project", "1"])
    first.close()
    second = Journal(folder, ["project", "2"])  # the first has no records
    with pytest.raises(ValueError, match=f"^another process is exporting to {folder}$"):
        Journal(folder, ["project", "2"])
    with second.step():
        second.put("tasks", {"gid": "1"})
    assert (second.get("target"), second.get("other", 5), second.run) == (["project", "2"], 5, 0)
    second.close()
    with pytest.raises(ValueError, match="use another folder") as caught:
        Journal(folder, ["workspace", "3"])
    assert str(caught.value) == (
        f"{folder} has the export of the project 2, not of the workspace 3: use another folder"
    )
    (tmp_path / "a" / "b" / "export.db").write_bytes(b"no database " * 100)
    with pytest.raises(ValueError, match="delete it, and the next run reads everything again"):
        Journal(folder, ["project", "2"])


def test_a_step_is_done_whole_or_not_at_all(journal: Journal) -> None:
    def fail() -> None:
        with journal.step():
            journal.set(a=1)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert journal.get("a") is None
    with pytest.raises(sqlite3.OperationalError):
        journal.do("nonsense")


# -- the requests


def test_a_record_gets_its_owner_and_loses_the_urls_that_expire() -> None:
    given: list[Any] = [{"gid": "1"}, {"gid": "2", "parent": {"gid": "6"}}, {"gid": "3", "x": None}]
    assert [each["parent"]["gid"] for each in _with("parent", "5", given)] == ["5", "6", "5"]
    urls: dict[str, Any] = {}
    without = _without_urls(urls)
    both = {"download_url": "d", "view_url": "v"}
    assert without({"gid": "1", "host": "asana", **both}) == {"gid": "1", "host": "asana"}
    other = {"gid": "2", "host": "dropbox", "view_url": "v"}
    assert without({**other, "download_url": None}) == other
    assert without({"gid": "3"}) == {"gid": "3"}
    assert without({"gid": "4", "host": "asana"}) == {"gid": "4", "host": "asana"}
    assert urls == {"1": "d", "2": None, "3": None, "4": None}


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({"resource": {"resource_type": "task", "gid": "10"}}, ["10"]),
        ({"resource": {"resource_type": "section", "gid": "10"}}, []),
        ({"resource": {"resource_type": "story", "gid": "20"}}, ["11"]),
        ({"resource": {"resource_type": "attachment", "gid": "30"}}, ["12"]),
        ({"resource": {"resource_type": "story", "gid": "99"}}, []),
        (
            {
                "resource": {"resource_type": "story", "gid": "99"},
                "parent": {"resource_type": "task", "gid": "10"},
            },
            ["10"],
        ),
        ({"resource": None, "parent": None}, []),
        ({}, []),
    ],
)
def test_a_change_makes_its_task_due(journal: Journal, change: Any, due: list[str]) -> None:
    export = an_export(journal)
    with journal.step():
        journal.put_all("stories", [{"gid": "20"}], "11")
        journal.put_all("attachments", [{"gid": "30"}], "12")
        export._take(change)
        export._take(change)
    assert journal.gids("SELECT task FROM due") == due


def an_export(journal: Journal, client: Any = None, **options: Any) -> ProjectExport:
    return ProjectExport(client, journal, options, progress=None, files=False, markdown=False)


class Pages:
    """Returns the given payloads, or raises them; keeps the pages asked for and the options."""

    def __init__(self, *payloads: Any) -> None:
        self.payloads = [*payloads]
        self.asked: list[Any] = []

    def get(self, path: str, query: Any, limit: int, offset: str | None, **options: Any) -> Any:
        self.asked.append((path, limit, offset))
        self.options = options
        payload = self.payloads.pop(0)
        if isinstance(payload, Exception):
            raise payload
        return payload


def page(*gids: str, offset: str | None = None) -> dict[str, Any]:
    following = {"offset": offset} if offset else None
    return {"data": [{"gid": gid} for gid in gids], "next_page": following}


def test_tasks_are_listed_in_pages_of_100(journal: Journal) -> None:
    tasks = {"gid": "1", "num_subtasks": 2, "tags": [{"gid": "8"}]}
    first = {"data": [tasks, {"gid": "2", "num_subtasks": 0}], "next_page": {"offset": "b"}}
    pages = Pages(first, InvalidRequestError(), page("1", "4", offset="c"), page("3"))
    export = an_export(journal, pages, timeout=7)
    told: list[Any] = []
    export._progress = lambda *what: told.append(what)
    export._read_tasks()
    where = "/projects/1/tasks"
    assert pages.asked == [
        (where, 100, None),
        (where, 100, "b"),
        (where, 100, None),
        (where, 100, "c"),
    ]
    assert pages.options == {"timeout": 7, "fields": FIELDS["tasks"].split(), "full_payload": True}
    assert told == [("tasks", 2, None), ("tasks", 2, None), ("tasks", 3, None)]
    assert journal.db.execute("SELECT * FROM places ORDER BY place").fetchall() == [
        ("", 0, "1"), ("", 1, "4"), ("", 2, "3"),
    ]  # fmt: skip
    assert journal.gids("SELECT task FROM due ORDER BY task") == ["1", "2", "3", "4"]
    assert journal.gids("SELECT gid FROM records WHERE kind = 'tags'") == ["8"]
    assert (journal.get("listed"), journal.get("offset"), journal.get("place")) == (True, None, 3)


def test_a_listing_starts_over_three_times(journal: Journal) -> None:
    rounds = [each for _ in range(5) for each in (page("1", offset="b"), InvalidRequestError())]
    pages = Pages(*rounds)
    with pytest.raises(InvalidRequestError):
        an_export(journal, pages)._read_tasks()
    assert len(pages.asked) == 8
    with pytest.raises(InvalidRequestError):
        an_export(journal, Pages(InvalidRequestError(), InvalidRequestError()))._read_tasks()


def test_a_page_that_repeats_itself_is_an_error(journal: Journal) -> None:
    pages = Pages(page("1", offset="b"), page("2", offset="b"))
    with pytest.raises(InvalidResponseError, match="next_page returns the same page again"):
        an_export(journal, pages)._read_tasks()


def test_the_names_of_the_kinds() -> None:
    assert {*KINDS, *WORKSPACE_KINDS} - {"projects"} == FIELDS.keys() | {"brief"}
    assert listing_of("users", {"timeout": 5, "page_size": 1, "fields": ["x"]}) == {
        "timeout": 5,
        "item_limit": None,
        "offset": None,
        "iterator_type": "items",
        "full_payload": False,
        "page_size": 100,
        "fields": ["name", "resource_type", "email"],
    }


def test_each_kind_is_requested_with_its_fields_whatever_the_options(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        client = sandbox.client()
        project = next(client.projects.get_projects())["gid"]
        client.options.update(fields=["name"], item_limit=1, iterator_type="pages", page_size=2)
        client.options["offset"] = "x"
        sandbox.requests.clear()
        client.projects.export(project, tmp_path, files=False)
        asked: dict[str, Any] = {}
        for each in sandbox.requests:
            fields = each.query.get("opt_fields")
            asked[each.path] = fields.split(",") if fields else None
            body: Any = each.body if each.path == "/batch" else {}
            for action in (body or {}).get("data", {}).get("actions", ()):
                options = action["options"]
                asked[action["relative_path"]] = options["fields"]
                listed = "/users/" not in action["relative_path"]
                assert options.get("limit") == (100 if listed else None)
    kinds = {
        f"/projects/{project}": "project",
        f"/projects/{project}/tasks": "tasks",
        f"/projects/{project}/sections": "sections",
        f"/projects/{project}/custom_field_settings": "custom_field_settings",
        "/memberships": "memberships",
        "/status_updates": "status_updates",
        "/attachments": "attachments",
    }
    endings = {"stories": "stories", "subtasks": "tasks"}
    for path, fields in asked.items():
        kind = kinds.get(path) or endings.get(path.rpartition("/")[2])
        kind = kind or ("users" if path.startswith("/users/") else None)
        kind = kind or ("brief" if path.startswith("/project_briefs/") else None)
        expected = FIELDS[kind].split() if kind else None
        assert (path, fields) == (path, expected)
    assert kinds.keys() <= asked.keys()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", "5 a.txt"),
        ("", "5"),
        (None, "5"),
        (".profile", "5 .profile"),
        ("a. .", "5 a"),
        ("a/b\\c:d", "5 a_b_c_d"),
        ("é" * 100 + ".pdf", "5 " + "é" * 67 + ".pdf"),
        ("x" * 200, "5 " + "x" * 138),
        ("a." + "e" * 20, "5 a." + "e" * 20),
        ("x" * 200 + "." + "e" * 20, "5 " + "x" * 117 + "." + "e" * 20),
        ("x" * 200 + "." + "e" * 21, "5 " + "x" * 138),
        ("e\u0301", "5 é"),
    ],
)
def test_a_file_has_a_safe_name(name: Any, expected: str) -> None:
    assert safe_name("5", name) == expected
    assert safe_name("a/b", "c") == "a_b c"
