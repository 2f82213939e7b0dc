"""Exports: the files, the changes of later runs, and the state after a kill."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import exporting
from asana._exporting import project as phases
from asana._exporting.asked import FIELDS
from asana._exporting.files import MOST_BYTES, safe_name
from asana._exporting.journal import Journal
from asana.sandbox import Sandbox
from benchmarks import export_kills, export_size

Ask = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@contextmanager
def counted(sandbox: Sandbox) -> Iterator[Counter[str]]:
    """Yield the routes of the requests in the block."""
    found: Counter[str] = Counter()
    before = len(sandbox.requests)
    yield found
    found.update(str(each.route or "file") for each in list(sandbox.requests)[before:])


def names(folder: Path, kind: str = "tasks") -> list[str]:
    return [each["name"] for each in exporting.records(folder, kind)]


def first_task(client: asana.Client, project: str) -> str:
    return next(client.tasks.get_tasks_for_project(project))["gid"]


def attach(client: asana.Client, task: str, name: str = "a.txt", data: bytes = b"content") -> str:
    made: Any = client.attachments.create_attachment_for_object(
        parent=task, file=data, file_name=name
    )
    return str(made["gid"])


# -- what is written


def test_all_records_are_there_as_asana_has_them(
    client: asana.Client, project: str, folder: Path
) -> None:
    task = first_task(client, project)
    attach(client, task)
    manifest = client.projects.export(project, folder)
    tasks = [*exporting.records(folder, "tasks")]
    walked = [*client.tasks.walk(project, fields=FIELDS["tasks"].split())]
    assert tasks == [each for _, each in walked]
    tree = [(each["depth"], each["gid"]) for each in exporting.records(folder, "tree")]
    assert tree == [(depth, each["gid"]) for depth, each in walked]
    stories: Any = [
        story
        for each in tasks
        for story in client.stories.get_stories_for_task(
            each["gid"], fields=FIELDS["stories"].split()
        )
    ]
    assert [*exporting.records(folder, "stories")] == stories
    assert names(folder, "sections") == [
        each["name"] for each in client.sections.get_sections_for_project(project)
    ]
    emails = {each["email"] for each in exporting.records(folder, "users")}
    assert all("@" in email for email in emails)
    counts = {kind: each["count"] for kind, each in manifest["records"].items()}
    assert counts["tasks"] == len(tasks) > 20
    assert min(counts[kind] for kind in ("brief", "status_updates", "custom_field_settings")) > 0
    assert counts["files"] == manifest["files"]["count"] == 1


def test_files_are_there_byte_by_byte_and_links_that_expire_are_not(
    client: asana.Client, project: str, folder: Path
) -> None:
    content = os.urandom(100_000)
    gid = attach(client, first_task(client, project), "é plan.exe", content)
    client.projects.export(project, folder)
    [file] = exporting.records(folder, "files")
    assert (folder / file["path"]).read_bytes() == content
    assert (folder / file["path"]).parent == folder / "files"
    assert file["path"].startswith(f"files/{gid} ")
    [attachment] = exporting.records(folder, "attachments")
    assert attachment["name"] == "é plan.exe"
    assert not {"download_url", "view_url"} & attachment.keys()


def test_files_of_the_project_itself_are_there_too(
    client: asana.Client, project: str, folder: Path
) -> None:
    attach(client, project, "plan.txt")
    client.projects.export(project, folder)
    [file] = exporting.records(folder, "files")
    assert (folder / file["path"]).read_bytes() == b"content"
    assert names(folder, "attachments") == ["plan.txt"]


def test_subtasks_keep_their_order(client: asana.Client, project: str, folder: Path) -> None:
    task = client.tasks.create_task(name="whole", projects=[project])["gid"]
    last: Any = None
    for name in ("third", "second", "first"):
        part = client.tasks.create_task(name=name, workspace="1200000000000001")["gid"]
        client.tasks.set_parent_for_task(part, parent=task, insert_before=last)
        last = part
    client.projects.export(project, folder)
    found = [*exporting.records(folder, "tasks")]
    parts = [each for each in found if (each["parent"] or {}).get("gid") == task]
    assert [each["name"] for each in parts] == ["first", "second", "third"]


def test_markdown_stands_beside_the_html(client: asana.Client, project: str, folder: Path) -> None:
    task = first_task(client, project)
    client.tasks.update_task(task, html_notes="<body>Call <strong>Tom</strong></body>")
    client.projects.export(project, folder, markdown=True)
    [found] = [each for each in exporting.records(folder, "tasks") if each["gid"] == task]
    assert found["notes_markdown"].strip() == "Call **Tom**"
    assert found["html_notes"] == "<body>Call <strong>Tom</strong></body>"
    assert all("text_markdown" in each for each in exporting.records(folder, "stories"))


def test_without_files_nothing_is_downloaded_and_later_it_is(
    client: asana.Client, project: str, folder: Path
) -> None:
    attach(client, first_task(client, project))
    assert client.projects.export(project, folder, files=False)["files"]["count"] == 0
    assert not (folder / "files").exists()
    assert client.projects.export(project, folder)["files"]["count"] == 1


def test_progress_is_told_and_what_it_raises_stops_the_run_which_goes_on_later(
    client: asana.Client, project: str, folder: Path
) -> None:
    told: list[tuple[str, int, int | None]] = []

    def stop(*what: Any) -> None:
        told.append(what)
        if what[0] == "details":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.projects.export(project, folder, progress=stop)
    assert [what for what, *_ in told] == [
        "project", "project", "tasks", "subtasks", "details"
    ]  # fmt: skip
    with pytest.raises(ValueError, match="no export to this folder has finished"):
        exporting.verify(folder)
    client.projects.export(project, folder)
    assert exporting.verify(folder) == []


def test_a_run_that_goes_on_brings_what_has_changed_since_it_was_stopped(
    client: asana.Client, project: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phases, "CHUNK", 5)
    gids = [task["gid"] for _, task in client.tasks.walk(project)]

    def stop(phase: str, done: int, total: int | None) -> None:
        if (phase, done) == ("details", 10):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.projects.export(project, folder, progress=stop)
    for gid in gids:
        client.stories.create_story_for_task(gid, text="Since then")
    client.tasks.delete_task(gids[0])
    client.projects.export(project, folder)
    texts = [story["text"] for story in exporting.records(folder, "stories")]
    assert texts.count("Since then") == len(gids) - 1


# -- later runs


def test_a_run_after_which_nothing_has_changed_reads_lists_alone(
    sandbox: Sandbox, client: asana.Client, project: str, folder: Path
) -> None:
    client.projects.export(project, folder)
    before = {path.name: path.read_bytes() for path in folder.glob("*.jsonl")}
    with counted(sandbox) as routes:
        assert client.projects.export(project, folder)["run"] == 2
    assert {route: routes[route] for route in ONCE} == {
        "GET /events": 1,
        "GET /projects/{project_gid}": 1,
        "GET /project_briefs/{project_brief_gid}": 1,
        "GET /projects/{project_gid}/tasks": 1,
        "POST /batch": 2,  # the parts of the project, and the subtasks
    }
    assert routes["GET /tasks/{task_gid}/stories"] == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.jsonl")} == before


ONCE = (
    "GET /events",
    "GET /projects/{project_gid}",
    "GET /project_briefs/{project_brief_gid}",
    "GET /projects/{project_gid}/tasks",
    "POST /batch",
)


@pytest.mark.parametrize("gap", [False, True])
def test_a_later_run_brings_all_changes(
    sandbox: Sandbox, client: asana.Client, project: str, folder: Path, gap: bool
) -> None:
    tasks = [task["gid"] for _, task in client.tasks.walk(project)]
    gone = attach(client, tasks[1], "gone.txt")
    client.projects.export(project, folder)
    client.stories.create_story_for_task(tasks[0], text="A comment")
    client.tasks.update_task(tasks[2], name="Another name")
    client.tasks.delete_task(tasks[-1])
    client.attachments.delete_attachment(gone)
    below = client.tasks.create_task(name="Below", parent=tasks[3])["gid"]
    attach(client, below, "below.txt")
    section = next(client.sections.get_sections_for_project(project))["gid"]
    client.sections.add_task_for_section(section, task=tasks[4])
    if gap:
        sandbox.expire_sync_tokens()
    client.projects.export(project, folder)
    assert exporting.verify(folder) == []
    walked = [*client.tasks.walk(project, fields=FIELDS["tasks"].split())]
    assert [*exporting.records(folder, "tasks")] == [task for _, task in walked]
    texts = [story["text"] for story in exporting.records(folder, "stories")]
    assert "A comment" in texts
    assert names(folder, "attachments") == ["below.txt"]
    removed = {each["record"]["gid"] for each in exporting.records(folder, "removed")}
    assert {tasks[-1], gone} <= removed
    assert names(folder).count("Below") == 1
    assert (folder / "files" / f"{gone} gone.txt").exists()


def test_edited_and_deleted_comments_are_noticed_by_their_events(
    client: asana.Client, project: str, folder: Path
) -> None:
    task = first_task(client, project)
    story = client.stories.create_story_for_task(task, text="Before")["gid"]
    gone = client.stories.create_story_for_task(task, text="Gone")["gid"]
    client.projects.export(project, folder)
    client.stories.update_story(story, text="After")
    client.stories.delete_story(gone)
    client.projects.export(project, folder)
    texts = [each["text"] for each in exporting.records(folder, "stories")]
    assert "After" in texts
    assert not {"Before", "Gone"} & set(texts)
    [removed] = exporting.records(folder, "removed")
    assert (removed["kind"], removed["record"]["text"]) == ("stories", "Gone")


def test_a_file_that_was_lost_on_the_disk_comes_again(
    client: asana.Client, project: str, folder: Path
) -> None:
    task = first_task(client, project)
    gids = [attach(client, task, f"{name}.txt") for name in "abc"]
    client.projects.export(project, folder)
    (folder / "files" / f"{gids[0]} a.txt").unlink()
    (folder / "files" / f"{gids[1]} b.txt").write_bytes(b"x")
    (folder / "files" / ".download-0123").write_bytes(b"of a process that was killed")
    assert len(exporting.verify(folder)) == 2
    client.projects.export(project, folder)
    assert exporting.verify(folder) == []
    assert not (folder / "files" / ".download-0123").exists()


def test_a_task_in_the_project_and_below_another_has_two_places_and_one_record(
    client: asana.Client, project: str, folder: Path
) -> None:
    above = first_task(client, project)
    both = client.tasks.create_task(name="Both", parent=above)["gid"]
    client.tasks.add_project_for_task(both, project=project)
    client.projects.export(project, folder)
    depths = [each["depth"] for each in exporting.records(folder, "tree") if each["gid"] == both]
    assert sorted(depths) == [0, 1]
    assert names(folder).count("Both") == 1


# -- what goes wrong


def test_an_expired_url_is_fetched_anew(
    sandbox: Sandbox,
    client: asana.Client,
    project: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach(client, first_task(client, project))
    download, urls = asana.Client.download, []

    def expired_once(self: asana.Client, url: str, *args: Any, **options: Any) -> int:
        urls.append(url)
        return download(self, url + "x" * (len(urls) == 1), *args, **options)

    monkeypatch.setattr(asana.Client, "download", expired_once)
    client.projects.export(project, folder)
    assert exporting.verify(folder) == []
    assert len(set(urls)) == 2


def test_an_old_url_is_not_tried(
    client: asana.Client, project: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(client, first_task(client, project))
    monkeypatch.setattr("asana._exporting.files.FRESH", -1)
    with counted_downloads(monkeypatch) as urls:
        client.projects.export(project, folder)
    assert len(urls) == 1
    assert exporting.verify(folder) == []


@contextmanager
def counted_downloads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    download, urls = asana.Client.download, []

    def note(self: asana.Client, url: str, *args: Any, **options: Any) -> int:
        urls.append(url)
        return download(self, url, *args, **options)

    monkeypatch.setattr(asana.Client, "download", note)
    yield urls


def test_a_file_that_asana_does_not_give_is_reported_and_tried_again(
    client: asana.Client, project: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gid = attach(client, first_task(client, project))
    with monkeypatch.context() as patch:

        def refuse(*args: Any, **options: Any) -> int:
            raise asana.error.NotFoundError()

        patch.setattr(asana.Client, "download", refuse)
        [missing] = client.projects.export(project, folder)["files"]["missing"]
        assert missing["attachment"] == gid
        [problem] = exporting.verify(folder)
        assert gid in problem
    assert client.projects.export(project, folder)["files"]["missing"] == []
    assert exporting.verify(folder) == []


def stopping_at(page: int) -> tuple[list[int], exporting.Progress]:
    """Return the numbers of tasks after each page, and a progress that interrupts at one."""
    pages: list[int] = []

    def stop(phase: str, done: int, total: int | None) -> None:
        if phase == "tasks":
            pages.append(done)
            if len(pages) == page:
                raise KeyboardInterrupt

    return pages, stop


def test_an_offset_that_has_expired_lists_again(
    sandbox: Sandbox,
    client: asana.Client,
    project: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phases, "PAGE", 5)
    pages, stop = stopping_at(2)
    with pytest.raises(KeyboardInterrupt):
        client.projects.export(project, folder, progress=stop)
    sandbox.expire_offsets()
    client.projects.export(project, folder, progress=stop)
    assert pages[:3] == [5, 10, 5]
    walked = [*client.tasks.walk(project)]
    assert names(folder) == [task["name"] for _, task in walked]


def test_a_listing_goes_on_at_the_page_where_a_run_has_stopped(
    client: asana.Client, project: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phases, "PAGE", 5)
    pages, stop = stopping_at(1)
    with pytest.raises(KeyboardInterrupt):
        client.projects.export(project, folder, progress=stop)
    client.projects.export(project, folder, progress=stop)
    assert pages == [5, 10, 15, 19] * 2  # and another run, for the changes in between
    assert names(folder) == [task["name"] for _, task in client.tasks.walk(project)]


def test_a_task_that_is_deleted_meanwhile_stops_nothing(
    sandbox: Sandbox, client: asana.Client, project: str, folder: Path
) -> None:
    gone = first_task(client, project)

    def delete(phase: str, done: int, total: int | None) -> None:
        if phase == "subtasks" and gone not in deleted:
            deleted.add(gone)
            client.tasks.delete_task(gone)

    deleted: set[str] = set()
    client.projects.export(project, folder, progress=delete)
    assert exporting.verify(folder) == []
    client.projects.export(project, folder)
    assert gone not in {task["gid"] for task in exporting.records(folder, "tasks")}


def test_a_free_plan_is_exported_without_custom_fields(client: asana.Client, folder: Path) -> None:
    workspaces: Any = client.workspaces.get_workspaces(fields=["is_organization"])
    [free] = [each["gid"] for each in workspaces if not each["is_organization"]]
    project = client.projects.create_project(workspace=free, name="Free")["gid"]
    client.tasks.create_task(name="A task", projects=[project])
    client.projects.export(project, folder)
    assert names(folder) == ["A task"]


def test_texts_that_utf8_cannot_hold_are_written_all_the_same(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), ["project", "1"])
    record = {"gid": "1", "name": "\ud800", "created_by": {"gid": "2", "name": "\udfff"}}
    with journal.step():
        assert journal.put("tasks", record)
        assert not journal.put("tasks", record)
    [(text,)] = journal.db.execute("SELECT record FROM records")
    assert json.loads(text) == record
    journal.close()


def test_urls_of_images_do_not_make_a_task_a_changed_one(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), ["project", "1"])
    html = '<body><img data-asana-gid="5" src="https://x/{}" alt="&gt;"></body>'
    with journal.step():
        assert journal.put("tasks", {"gid": "1", "html_notes": html.format(1)})
        assert not journal.put("tasks", {"gid": "1", "html_notes": html.format(2)})
        assert journal.put("tasks", {"gid": "1", "html_notes": html.replace("5", "6")})
    journal.close()


# -- arguments and folders


def test_a_folder_of_another_project_is_refused(
    client: asana.Client, project: str, folder: Path
) -> None:
    client.projects.export(project, folder)
    with pytest.raises(ValueError, match=f"has the export of the project {project}"):
        client.projects.export("1", folder)
    workspace = client.users.me()["workspaces"][0]["gid"]
    with pytest.raises(ValueError, match="use another folder"):
        client.workspaces.export(workspace, folder)


def test_two_runs_at_once_are_refused(client: asana.Client, project: str, folder: Path) -> None:
    journal = Journal(str(folder), ["project", project])
    with pytest.raises(ValueError, match="another process is exporting to"):
        client.projects.export(project, folder)
    journal.close()
    client.projects.export(project, folder)


def test_a_damaged_journal_says_what_to_do(
    client: asana.Client, project: str, folder: Path
) -> None:
    folder.mkdir()
    (folder / "export.db").write_bytes(b"not a database, " * 100)
    with pytest.raises(ValueError, match="delete it, and the next run reads everything again"):
        client.projects.export(project, folder)
    (folder / "export.db").unlink()
    client.projects.export(project, folder)
    assert exporting.verify(folder) == []


@pytest.mark.parametrize(
    ("arguments", "options", "error"),
    [
        (("1", 5), {}, TypeError),
        (("1/2", "x"), {}, ValueError),
        (("1", "x"), {"page_size": 5}, TypeError),
        (("1", "x"), {"progress": 5}, TypeError),
        (("1", "x"), {"timeout": "soon"}, ValueError),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_done(
    arguments: Any, options: Any, error: type[Exception], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error):
        asana.Client.access_token("x").projects.export(*arguments, **options)
    assert [*tmp_path.iterdir()] == []


def test_a_batch_carries_no_exports(tmp_path: Path) -> None:
    batch: Any = asana.Client.access_token("x").batch()
    with pytest.raises(ValueError, match="a batch cannot contain batches"):
        batch.projects.export("1", tmp_path / "x")
    assert [*tmp_path.iterdir()] == []


def test_verify_finds_what_was_changed(client: asana.Client, project: str, folder: Path) -> None:
    client.projects.export(project, folder)
    stories = folder / "stories.jsonl"
    stories.write_bytes(stories.read_bytes().replace(b"added", b"ADDED"))
    (folder / "tags.jsonl").unlink()
    with (folder / "tasks.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    found = exporting.verify(folder)
    assert [problem.partition(":")[0] for problem in found] == [
        "tags.jsonl", "tasks.jsonl", "stories.jsonl"
    ]  # fmt: skip
    with pytest.raises(ValueError, match="the export has no 'goals'"):
        exporting.records(folder, "goals")
    (folder / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="is not a manifest"):
        exporting.verify(folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", "12 a.txt"),
        ("../../etc/passwd", "12 .._.._etc_passwd"),
        ("C:\\CON", "12 C__CON"),
        ("", "12"),
        (None, "12"),
        ("name. . ", "12 name"),
        (".bashrc", "12 .bashrc"),
        ("Plan für März — 日本語.pdf", "12 Plan für März — 日本語.pdf"),
        ("e\u0301.txt", "12 é.txt"),
        ("a\x00b\nc\ud800.txt", "12 a_b_c_.txt"),
        ("\u202egpj.exe", "12 _gpj.exe"),
    ],
)
def test_names_of_files_are_safe(name: Any, expected: str) -> None:
    assert safe_name("12", name) == expected


@pytest.mark.parametrize("name", ["é" * 300 + ".pdf", "x" * 300, "." + "é" * 300, "a." + "é" * 300])
def test_long_names_of_files_are_cut_before_their_extension(name: str, tmp_path: Path) -> None:
    found = safe_name("12", name)
    assert MOST_BYTES - 3 <= len(found.encode()) <= MOST_BYTES
    assert found.endswith(".pdf") == name.endswith(".pdf")
    (tmp_path / found).write_bytes(b"")


def test_a_gid_cannot_lead_out_of_the_folder() -> None:
    assert safe_name("..\\1:2", "a") == "___1_2 a"


# -- workspaces


def test_a_workspace_is_exported_with_all_its_projects(
    sandbox: Sandbox, client: asana.Client, folder: Path
) -> None:
    workspace = client.users.me()["workspaces"][0]["gid"]
    projects = [each["gid"] for each in client.projects.get_projects(workspace=workspace)]
    client.projects.update_project(projects[0], archived=True)
    manifest = client.workspaces.export(workspace, folder)
    assert {part["path"] for part in manifest["parts"]} == {f"projects/{gid}" for gid in projects}
    assert manifest["skipped"] == []
    assert exporting.verify(folder) == []
    assert len(names(folder, "users")) == 4
    client.projects.delete_project(projects[1])
    assert len(client.workspaces.export(workspace, folder)["parts"]) == len(projects) - 1
    [removed] = exporting.records(folder, "removed")
    assert removed["record"]["gid"] == projects[1]
    (folder / "projects" / projects[0] / "tasks.jsonl").unlink()
    [problem] = exporting.verify(folder)
    assert problem.startswith(f"projects/{projects[0]}: tasks.jsonl: ")


def test_an_export_of_a_workspace_goes_on_with_the_projects_that_are_left(
    sandbox: Sandbox, client: asana.Client, folder: Path
) -> None:
    workspace = client.users.me()["workspaces"][0]["gid"]
    gids = [each["gid"] for each in client.projects.get_projects(workspace=workspace)]
    begun: list[str] = []

    def stop(phase: str, done: int, total: int | None) -> None:
        if (phase, done) == ("project", 0):
            begun.append(phase)
            if len(begun) == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.workspaces.export(workspace, folder, progress=stop)
    assert {path.name for path in (folder / "projects").glob("*")} == {*gids[:2]}
    fault = sandbox.faults.add(status=403, route="get_project", times=1)
    manifest = client.workspaces.export(workspace, folder)
    assert fault.hits == 1
    [skipped] = manifest["skipped"]
    assert "ForbiddenError" in skipped["reason"]
    assert skipped["project"] == gids[1]  # the first one, because it was unfinished
    [problem] = exporting.verify(folder)
    assert problem.startswith(f"projects/{skipped['project']}: ForbiddenError")
    assert client.workspaces.export(workspace, folder)["skipped"] == []
    assert exporting.verify(folder) == []


def test_a_project_that_does_not_exist_is_an_error(client: asana.Client, folder: Path) -> None:
    with pytest.raises(asana.error.NotFoundError):
        client.projects.export("1", folder)
    project = next(client.projects.get_projects())["gid"]
    assert client.projects.export(project, folder)["project"] == project


# -- the commands


def test_killed_exports_lose_nothing() -> None:
    kills = int(os.environ.get("ASANA_TEST_KILLS", "12"))
    outcome = export_kills.run(kills, seed=5)
    assert outcome.wrong == []
    assert outcome.kills >= kills


def test_a_larger_export_stays_within_its_requests_and_memory(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert export_size.measure(300)
    assert "one request for each task and kind: 1360 requests" in capsys.readouterr().out
