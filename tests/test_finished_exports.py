"""Exports by Asana: waiting for them, their files, and the records in them."""

import gzip
import io
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import asana
from asana._exporting import finished
from asana.error import (
    AsanaError,
    ForbiddenError,
    InvalidResponseError,
    JobFailedError,
    JobTimeoutError,
    NotFoundError,
)
from asana.sandbox import Sandbox


@pytest.fixture
def sandbox(sleeps: list[float]) -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def test_a_graph_comes_as_records(client: asana.Client, project: str, sleeps: list[float]) -> None:
    job = client.exports.create_graph_export(parent=project)
    told: list[Any] = []
    records = client.exports.records(job, progress=lambda *what: told.append(what))
    assert told == []
    kinds = Counter(each["resource_type"] for each in records)
    walked = [*client.tasks.walk(project)]
    assert kinds == {"project": 1, "section": 4, "task": len(walked)}
    assert sleeps == [10]
    assert [what for what, *_ in told] == ["waiting: in_progress", "download", "records"]
    assert told[-1][1:] == (len(walked) + 5, len(walked) + 5)


@pytest.mark.parametrize("kind", ["team", "portfolio", "goal"])
def test_a_graph_may_begin_above_projects(
    client: asana.Client, workspace: str, project: str, kind: str
) -> None:
    if kind == "team":
        parent: Any = next(client.teams.get_teams_for_workspace(workspace))
    elif kind == "portfolio":
        parent = client.portfolios.create_portfolio(workspace=workspace, name="All")
        client.portfolios.add_item_for_portfolio(parent["gid"], item=project)
    else:
        parent = client.goals.create_goal(workspace=workspace, name="More", is_workspace_level=True)
    first, *rest = client.exports.records(client.exports.create_graph_export(parent=parent["gid"]))
    assert (first["gid"], first["resource_type"]) == (parent["gid"], kind)
    kinds = Counter(each["resource_type"] for each in rest)
    assert (kinds["project"] > 0, kinds["task"] > 10) == (kind != "goal", kind != "goal")


def test_resources_come_with_their_filters_and_fields(client: asana.Client, workspace: str) -> None:
    me = client.users.me()["gid"]
    job = client.exports.create_resource_export(
        workspace=workspace,
        export_request_parameters=[
            {"resource_type": "task", "filters": {"assignee.any": [me]}},
            {"resource_type": "team", "fields": ["name"]},
        ],
    )
    found = [*client.exports.records(job["gid"])]
    tasks = [each for each in found if each.get("resource_type") == "task"]
    assert {each["assignee"]["gid"] for each in tasks} == {me}
    assert all(each["stories"] for each in tasks)
    teams = client.teams.get_teams_for_workspace(workspace)
    assert [each for each in found if each not in tasks] == [
        {"gid": each["gid"], "name": each["name"]} for each in teams
    ]


@pytest.mark.parametrize("filters", [
    {"created_at.after": "2999-01-01"},
    {"modified_at.before": "2000-01-01"},
    {"commented_on_by.any": ["1"]},
    {"followers.any": []},
])  # fmt: skip
def test_a_filter_that_nothing_passes_leaves_nothing(
    client: asana.Client, workspace: str, filters: Any
) -> None:
    wanted: Any = [{"resource_type": "task", "filters": filters}, {"resource_type": "message"}]
    job = client.exports.create_resource_export(
        workspace=workspace, export_request_parameters=wanted
    )
    assert [*client.exports.records(job)] == []


def test_an_organization_comes_as_records(client: asana.Client, workspace: str) -> None:
    export = client.organization_exports.create_organization_export(organization=workspace)
    kinds = Counter(each["resource_type"] for each in client.exports.records(export))
    assert kinds["workspace"] == 1
    assert kinds["project"] == len([*client.projects.get_projects(workspace=workspace)])


def test_what_the_exporting_user_cannot_see_is_not_exported(sandbox: Sandbox) -> None:
    client = sandbox.client()
    workspace = client.users.me()["workspaces"][0]["gid"]
    secret = client.projects.create_project(
        workspace=workspace, name="Secret", privacy_setting="private"
    )
    client.tasks.create_task(name="Nobody else sees it", projects=[secret["gid"]])
    users = client.users.get_users_for_workspace(workspace)
    [other, *_] = [each["gid"] for each in users if each["gid"] != client.users.me()["gid"]]
    token = sandbox.token_for(other)
    theirs = asana.Client.access_token(token, base_url=sandbox.base_url)
    wanted: Any = [{"resource_type": "task"}]
    job = theirs.exports.create_resource_export(
        workspace=workspace, export_request_parameters=wanted
    )
    assert "Nobody else sees it" not in {each["name"] for each in theirs.exports.records(job)}


def test_the_file_is_written_as_it_is(client: asana.Client, project: str, tmp_path: Path) -> None:
    job = client.exports.create_graph_export(parent=project)
    size = client.exports.download(job, tmp_path / "graph.jsonl.gz")
    assert (tmp_path / "graph.jsonl.gz").stat().st_size == size
    with gzip.open(tmp_path / "graph.jsonl.gz", "rt", encoding="utf-8") as file:
        assert json.loads(next(file))["gid"] == project


def test_an_expired_url_is_fetched_anew(
    sandbox: Sandbox, client: asana.Client, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = client.exports.create_graph_export(parent=project)
    download, urls = asana.Client.download, []

    def late(self: asana.Client, url: str, *args: Any, **options: Any) -> int:
        urls.append(url)
        if len(urls) == 1:
            sandbox.advance(3700)
        return download(self, url, *args, **options)

    monkeypatch.setattr(asana.Client, "download", late)
    assert [*client.exports.records(job)]
    assert len(set(urls)) == 2


def test_a_file_that_asana_does_not_keep_any_more_is_an_error_that_says_so(
    client: asana.Client, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **options: Any) -> int:
        raise asana.error.ForbiddenError()

    monkeypatch.setattr(asana.Client, "download", refuse)
    job = client.exports.create_graph_export(parent=project)
    with pytest.raises(asana.error.AsanaError, match="has expired; start a new export"):
        next(client.exports.records(job))


def test_an_export_that_takes_too_long_can_be_waited_for_again(
    client: asana.Client, project: str
) -> None:
    job = client.exports.create_graph_export(parent=project)
    with pytest.raises(JobTimeoutError) as caught:
        next(client.exports.records(job, timeout=0))
    assert caught.value.job["gid"] == job["gid"]
    assert next(client.exports.records(job, timeout=0))["gid"] == project


class Asked:
    """Responds to each GET with the next record; downloads a given file, or raises errors first."""

    def __init__(self, file: bytes, *records: Any, errors: Sequence[Exception] = ()) -> None:
        self.file = file
        self.records = [*records]
        self.errors = [*errors]
        self.gets: list[Any] = []
        self.downloads: list[Any] = []

    def get(self, path: str, query: Any, **options: Any) -> Any:
        self.gets.append((path, options))
        return self.records.pop(0)

    def download(self, url: str, target: Any, progress: Any, **options: Any) -> int:
        self.downloads.append((url, options))
        if self.errors:
            raise self.errors.pop(0)
        progress(2, 3)
        return int(target.write(self.file))


def read(file: bytes, *records: Any, export: Any = "1") -> list[Any]:
    asked: Any = Asked(file, *(records or [DONE]))
    return [*finished.FinishedExport.of(asked, export, 5, 1, None, {}).records()]


DONE = {"status": "succeeded", "new_graph_export": {"download_url": "https://x"}}
LINES = b'{"gid": "1"}\n\n{"gid": "2"}\r\n'
BOTH = [{"gid": "1"}, {"gid": "2"}]


@pytest.mark.parametrize(
    "file",
    [
        LINES,
        gzip.compress(LINES, mtime=0),
        json.dumps(BOTH).encode(),
        json.dumps(BOTH, indent=1).encode(),
    ],
)
def test_lines_and_documents_are_read_packed_or_not(file: bytes) -> None:
    assert read(file) == BOTH


@pytest.mark.parametrize("file", [b"", gzip.compress(b"", mtime=0)])
def test_an_export_may_be_empty(file: bytes) -> None:
    assert read(file) == []


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"<html>", "the export is not JSON"),
        (b"5", "something other than records"),
        (b"\xff\xfe", "the export is not JSON"),
        (LINES + b'{"gid": "3"', "line 4 of the export is not JSON"),
        (gzip.compress(LINES, mtime=0)[:-9], "the file of the export is damaged"),
        (gzip.compress(LINES, mtime=0)[:20] + b"x" * 20, "the file of the export is damaged"),
    ],
)
def test_a_damaged_file_is_an_error(file: bytes, message: str) -> None:
    with pytest.raises(InvalidResponseError, match=message):
        read(file)


@pytest.mark.parametrize("record", [{"status": "failed"}, {"state": "error"}])
def test_a_failed_export_is_an_error(record: Any) -> None:
    with pytest.raises(JobFailedError):
        read(b"", record)


@pytest.mark.parametrize("record", [{"status": "succeeded"}, {"state": "finished", "gid": "1"}])
def test_a_finished_export_without_a_url_is_an_error(record: Any) -> None:
    with pytest.raises(InvalidResponseError, match="no download_url"):
        read(b"", record)


@pytest.mark.parametrize(
    ("export", "error"),
    [
        ({"gid": "1", "resource_type": "task"}, TypeError),
        ({"resource_type": "job"}, InvalidResponseError),
        ("1/2", ValueError),
        (None, TypeError),
    ],
)
def test_what_is_no_export_is_refused(export: Any, error: type[Exception]) -> None:
    client = asana.Client.access_token("x")
    with pytest.raises(error):
        client.exports.records(export)
    with pytest.raises(error):
        client.exports.download(export, "x")


def test_a_wait_ends_at_its_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: now.append(now.pop() + seconds))
    with pytest.raises(JobTimeoutError):
        read(b"", *[{"status": "in_progress"}] * 10)
    assert now == [5]


@pytest.mark.parametrize(
    ("export", "path"),
    [
        ("1", "/jobs/1"),
        (1, "/jobs/1"),
        ({"gid": "1"}, "/jobs/1"),
        ({"gid": "1", "resource_type": "job"}, "/jobs/1"),
        ({"gid": "1", "resource_type": "organization_export"}, "/organization_exports/1"),
    ],
)
def test_each_request_of_a_finished_export(sleeps: list[float], export: Any, path: str) -> None:
    told: list[Any] = []
    states = ({"status": "queued"}, {"state": "started"}, {"status": "started", "state": "error"})
    asked: Any = Asked(b'{"gid": "1"}\n' * 2500, *states, DONE)
    options = {"timeout": 7, "fields": ["name"]}
    finished_export = finished.FinishedExport.of(
        asked, export, 60, 2, lambda *what: told.append(what), options
    )
    assert len([*finished_export.records()]) == 2500
    assert asked.gets == [(path, {"timeout": 7, "fields": None})] * 4
    assert asked.downloads == [("https://x", options)]
    assert sleeps == [2, 2, 2]
    assert told == [
        ("waiting: queued", 0, None), ("waiting: started", 0, None), ("waiting: started", 0, None),
        ("download", 2, 3), ("records", 1000, None), ("records", 2000, None),
        ("records", 2500, 2500),
    ]  # fmt: skip


@pytest.mark.parametrize("record", [
    {"status": "succeeded", "new_resource_export": {"download_url": "https://x"}},
    {"status": "finished", "new_graph_export": {"download_url": "https://x"}},
    {"state": "finished", "download_url": "https://x"},
    {"state": "succeeded", "new_graph_export": None, "download_url": "https://x"},
])  # fmt: skip
def test_the_url_of_each_kind_of_export(record: Any) -> None:
    assert read(LINES, record) == BOTH


@pytest.mark.parametrize("first", [ForbiddenError, NotFoundError])
@pytest.mark.parametrize("second", [ForbiddenError, NotFoundError, None])
def test_a_download_is_tried_twice(first: type[Exception], second: Any) -> None:
    again = {**DONE, "new_graph_export": {"download_url": "https://y"}}
    errors = [first(), second()] if second else [first()]
    asked: Any = Asked(b"abc", DONE, again, errors=errors)
    export = finished.FinishedExport.of(asked, "1", 5, 1, None, {})
    target = io.BytesIO()
    if second:
        with pytest.raises(AsanaError) as caught:
            export.download(target)
        assert str(caught.value) == (
            f"No Download: the file of this export has expired; start a new export ({errors[1]})"
        )
    else:
        assert (export.download(target), target.getvalue()) == (3, b"abc")
    assert [url for url, _ in asked.downloads] == ["https://x", "https://y"]


def test_a_wait_of_exactly_the_timeout_is_not_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: now.append(now.pop() + seconds))
    assert read(LINES, *[{"status": "in_progress"}] * 5, DONE) == BOTH
    assert now == [5]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"progress": 5}, "progress must be callable, not int"),
        ({"timeout": "soon"}, "timeout"),
        ({"poll_interval": "soon"}, "poll_interval"),
        ({"poll_interval": -1}, "poll_interval"),
    ],
)
def test_what_an_export_cannot_wait_with(given: Any, message: str, tmp_path: Path) -> None:
    client = asana.Client.access_token("x")
    for call in (client.exports.records, lambda job, **how: client.exports.download(
        job, tmp_path / "x", **how
    )):  # fmt: skip
        with pytest.raises((TypeError, ValueError), match=message):
            call("1", **given)


def test_a_record_of_another_kind_is_named() -> None:
    with pytest.raises(TypeError) as caught:
        finished.FinishedExport.of(None, {"gid": "1", "resource_type": "task"}, 5, 1, None, {})  # type: ignore[arg-type]
    assert str(caught.value) == (
        "export must be the record of a job or of an organization export, not of a 'task'"
    )


def test_a_target_is_checked_before_anything_is_sent() -> None:
    asked: Any = Asked(b"", DONE)
    with pytest.raises(TypeError):
        finished.FinishedExport.of(asked, "1", 5, 1, None, {}).download(5)
    assert asked.gets == []


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b'["a"]', "Invalid Response: the export contains something other than records"),
        (b'{"gid": "1"}\n5\n', "Invalid Response: the export contains something other than"),
        (b"[\n5]", "Invalid Response: the export contains something other than records"),
        (b"[\n{}", "Invalid Response: the export is not JSON"),
        (b"\n[", "Invalid Response: line 2 of the export is not JSON"),
        (gzip.compress(b"{\n" * 9999, mtime=0)[:-9], "Invalid Response: "),
    ],
)
def test_what_no_export_contains(file: bytes, message: str) -> None:
    with pytest.raises(InvalidResponseError) as caught:
        read(file)
    assert str(caught.value).startswith(message)
