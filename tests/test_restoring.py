"""Restores: the content of an export is in a new project afterwards."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import exporting
from asana._exporting.rows import writable
from asana.sandbox import Sandbox


def restored(
    client: asana.Client, project: str, workspace: str, folder: Path, **more: Any
) -> tuple[Any, Path]:
    """Export a project, restore it into a new one, and export that; return the results."""
    client.projects.export(project, folder / "old")
    new = client.projects.create_project(workspace=workspace, name="New", **more)["gid"]
    found = client.projects.restore(new, folder / "old", folder / "restore.db", grace=0)
    client.projects.export(new, folder / "new")
    return found, folder / "new"


# Fields that differ in a copy: gids, times, and the user who completed a task.
OTHER = (
    "gid", "created_at", "created_by", "modified_at", "completed_at", "completed_by",
    "permalink_url", "actual_time_minutes", "assigned_by", "projects", "likes", "num_likes",
    "liked",
)  # fmt: skip


def kept(task: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that a copy of a task has in common with it, with keys for gids."""
    found = {name: value for name, value in task.items() if name not in OTHER}
    found["parent"] = keys.get((task["parent"] or {"gid": ""})["gid"])
    for name in ("dependencies", "dependents"):
        found[name] = sorted(keys[each["gid"]] for each in task[name] if each["gid"] in keys)
    found["memberships"] = [
        each["section"]["name"] for each in task["memberships"] if each["section"]
    ][:1]
    found["followers"] = sorted(each["gid"] for each in task["followers"])
    found["custom_fields"] = [
        each
        for each in task["custom_fields"]
        if each["name"] != "Job number"  # an ID
    ]
    return found


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_copy_of_the_demo_data_is_equal_field_by_field(
    client: asana.Client, workspace: str, tmp_path: Path, number: int
) -> None:
    project = [*client.projects.get_projects()][number]["gid"]
    tasks = [task["gid"] for _, task in client.tasks.walk(project)]
    client.tasks.add_dependencies_for_task(tasks[0], dependencies=[tasks[2]])
    for content in (b"one", b"two"):
        client.attachments.create_attachment_for_object(
            parent=tasks[1], file=content, file_name="a é b.txt"
        )
    client.stories.create_story_for_task(tasks[1], html_text="<body>Look <em>here</em></body>")
    found, folder = restored(client, project, workspace, tmp_path)
    assert found.report.complete
    old, new = ([*exporting.records(each, "tasks")] for each in (tmp_path / "old", folder))
    keys = {task["gid"]: task["gid"] for task in old}
    back = {gid: key for key, gid in found.report.gids.items()}
    assert [kept(task, back) for task in new] == [kept(task, keys) for task in old]
    for kind in ("tree", "sections", "custom_field_settings", "tags"):
        assert [outline(each) for each in exporting.records(folder, kind)] == [
            outline(each) for each in exporting.records(tmp_path / "old", kind)
        ]
    assert comments(folder, back) == comments(tmp_path / "old", keys, heads=True)
    assert contents(folder, back) == contents(tmp_path / "old", keys)


def outline(record: Mapping[str, Any]) -> Any:
    return record.get("depth", record.get("name", (record.get("custom_field") or {}).get("name")))


def comments(
    folder: Path, keys: Mapping[str, str], heads: bool = False
) -> list[tuple[str, list[str]]]:
    """Return the comments of each task by its key, with the heading that they have in a copy."""
    found = []
    for story in exporting.records(folder, "stories"):
        if story["type"] == "comment":
            moment = story["created_at"][:16].replace("T", " ")
            head = f"{story['created_by']['name']}, {moment} UTC:\n" if heads else ""
            found.append((keys[story["target"]["gid"]], (head + story["text"]).splitlines()))
    return found


def contents(folder: Path, keys: Mapping[str, str]) -> set[tuple[str, str, bytes]]:
    files = {each["attachment"]: each["path"] for each in exporting.records(folder, "files")}
    return {
        (keys[each["parent"]["gid"]], each["name"], (folder / files[each["gid"]]).read_bytes())
        for each in exporting.records(folder, "attachments")
    }


def test_a_restore_that_is_called_again_writes_nothing_twice(
    client: asana.Client, workspace: str, tmp_path: Path
) -> None:
    project = next(client.projects.get_projects())["gid"]
    found, folder = restored(client, project, workspace, tmp_path)
    before = [*exporting.records(folder, "stories")]
    [new] = exporting.records(folder, "project")
    again = client.projects.restore(new["gid"], tmp_path / "old", tmp_path / "restore.db", grace=0)
    assert (again.report.made, again.report.skipped) == (0, found.report.made)
    client.projects.export(new["gid"], folder)
    assert [*exporting.records(folder, "stories")] == before


def test_a_dry_run_writes_nothing(
    sandbox: Sandbox, client: asana.Client, workspace: str, tmp_path: Path
) -> None:
    project = [*client.projects.get_projects()][1]["gid"]
    client.projects.export(project, tmp_path / "old")
    new = client.projects.create_project(workspace=workspace, name="New")["gid"]
    before = len(sandbox.requests)
    found = client.projects.restore(new, tmp_path / "old", tmp_path / "restore.db", dry_run=True)
    assert len(found.report.steps) > 10
    assert {each.method for each in list(sandbox.requests)[before:]} == {"GET"}


def test_into_another_workspace_fields_come_along_and_the_rest_is_told(
    client: asana.Client, tmp_path: Path
) -> None:
    project = next(client.projects.get_projects())["gid"]
    client.projects.export(project, tmp_path / "old")
    data = {
        "workspaces": [{"name": "Other", "is_organization": True, "email_domains": ["x.example"]}],
        "users": [{"name": "Maya", "email": client.users.me()["email"].upper()}],
        "projects": [{"name": "New"}],
    }
    with Sandbox(data=data) as second:
        there = second.client()
        new = next(there.projects.get_projects())["gid"]
        found = there.projects.restore(new, tmp_path / "old", tmp_path / "restore.db", grace=0)
        assert found.report.complete
        there.projects.export(new, tmp_path / "new")
    old_fields, fields = (
        {each["custom_field"]["name"] for each in exporting.records(where, "custom_field_settings")}
        for where in (tmp_path / "old", tmp_path / "new")
    )
    assert old_fields - fields == {"Job number"}
    old, copies = ([*exporting.records(tmp_path / each, "tasks")] for each in ("old", "new"))
    assert [task["name"] for task in copies] == [task["name"] for task in old]
    mine = [task["assignee"] and task["assignee"]["name"] == "Maya Lindqvist" for task in old]
    assert [bool(task["assignee"]) for task in copies] == [bool(each) for each in mine]
    assert any(mine)
    assert any(text.split(maxsplit=1)[1].startswith("assignee ") for text in found.lost)


def test_what_cannot_be_kept_is_told(client: asana.Client, workspace: str, tmp_path: Path) -> None:
    first, second, *_ = (each["gid"] for each in client.projects.get_projects())
    one, two = (next(client.tasks.get_tasks_for_project(each))["gid"] for each in (first, second))
    client.tasks.add_dependencies_for_task(one, dependencies=[two])
    client.tasks.add_project_for_task(one, project=second)
    client.attachments.create_attachment_for_object(
        parent=one, resource_subtype="external", name="Plans", url="https://example.com/plans"
    )
    client.sections.create_section_for_project(first, name="Twice")
    client.sections.create_section_for_project(first, name="Twice")
    found, folder = restored(client, first, workspace, tmp_path)
    assert {
        "1 dependencies on tasks of other projects",
        "1 places in other projects",
        "2 sections named Twice, which are merged",
    } <= set(found.lost)
    texts = [each["text"] for each in exporting.records(folder, "stories")]
    assert "Attached: Plans https://example.com/plans" in texts


def test_tasks_of_all_subtypes_with_all_dates_and_fields_are_kept(
    client: asana.Client, workspace: str, tmp_path: Path
) -> None:
    project = client.projects.create_project(workspace=workspace, name="All")["gid"]
    created: Any = client.custom_fields.create_custom_field(
        workspace=workspace,
        name="Stage",
        resource_subtype="multi_enum",
        enum_options=[{"name": "one"}, {"name": "two"}, {"name": "old"}],
    )
    client.projects.add_custom_field_setting_for_project(project, custom_field=created["gid"])
    options = {each["name"]: each["gid"] for each in created["enum_options"]}
    client.sections.create_section_for_project(project, name="Empty")
    tasks: list[Any] = [
        {"name": "", "due_at": "2030-01-02T10:00:00.000Z", "start_at": "2030-01-01T10:00:00.000Z"},
        {"name": "A milestone", "resource_subtype": "milestone", "due_on": "2030-01-02"},
        {
            "name": "<An approval> & é",
            "resource_subtype": "approval",
            "approval_status": "rejected",
        },
        {"name": "Fields", "custom_fields": {created["gid"]: list(options.values())}},
        {"name": "Days", "start_on": "2030-01-01", "due_on": "2030-01-03"},
    ]
    for task in tasks:
        client.tasks.create_task(projects=[project], **task)
    client.custom_fields.update_enum_option(options["old"], enabled=False)
    found, folder = restored(client, project, workspace, tmp_path)
    old, new = ([*exporting.records(each, "tasks")] for each in (tmp_path / "old", folder))
    keys = {task["gid"]: task["gid"] for task in old}
    back = {gid: key for key, gid in found.report.gids.items()}
    values = [{**each, "custom_fields": []} for each in (kept(task, keys) for task in old)]
    assert [{**kept(task, back), "custom_fields": []} for task in new] == values
    chosen = [each["name"] for each in new[1]["custom_fields"][0]["multi_enum_values"]]
    assert chosen == ["one", "two"]
    assert found.lost == ["1 values of Stage whose options are disabled"]
    sections = [each["name"] for each in exporting.records(folder, "sections")]
    assert sections == ["Untitled section", "Empty"]


def test_files_that_the_export_lacks_are_told(
    client: asana.Client, workspace: str, tmp_path: Path
) -> None:
    project = next(client.projects.get_projects())["gid"]
    task = next(client.tasks.get_tasks_for_project(project))["gid"]
    client.attachments.create_attachment_for_object(parent=task, file=b"x", file_name="x.txt")
    client.projects.export(project, tmp_path / "old", files=False)
    new = client.projects.create_project(workspace=workspace, name="New")["gid"]
    found = client.projects.restore(new, tmp_path / "old", tmp_path / "restore.db", grace=0)
    assert "1 files that are missing in the export" in found.lost


def test_only_an_export_of_a_project_is_restored(
    client: asana.Client, workspace: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="no export to this folder has finished"):
        client.projects.restore("1", tmp_path, tmp_path / "restore.db")
    client.workspaces.export(workspace, tmp_path / "all", files=False)
    with pytest.raises(ValueError, match="has no export of a project"):
        client.projects.restore("1", tmp_path / "all", tmp_path / "restore.db")


def test_rows_are_those_of_an_importer(client: asana.Client, tmp_path: Path) -> None:
    project = next(client.projects.get_projects())["gid"]
    client.projects.export(project, tmp_path)
    rows = [*exporting.rows(tmp_path)]
    assert [row["key"] for row in rows] == [
        task["gid"] for task in exporting.records(tmp_path, "tasks")
    ]
    assert {"@" in row["assignee"] for row in rows if row["assignee"]} == {True}


@pytest.mark.parametrize(
    ("html", "mentions", "expected"),
    [
        ("<body>a</body>", True, "<body>a</body>"),
        ("<body></body>", True, None),
        ("no rich text", True, None),
        (None, True, None),
        ('<body>a<img data-asana-gid="5" alt="x"/>b</body>', True, "<body>ab</body>"),
        (
            '<body><a href="https://x/1" data-asana-gid="5">@Tom</a></body>',
            False,
            '<body><a href="https://x/1">@Tom</a></body>',
        ),
        (
            '<body>to <a data-asana-gid="5"/></body>',
            True,
            '<body>to <a data-asana-gid="5"/></body>',
        ),
        ('<body>to <a data-asana-gid="5"/></body>', False, "<body>to </body>"),
        ("<body><table>x</table></body>", True, None),
    ],
)
def test_rich_text_is_written_as_asana_takes_it(
    html: Any, mentions: bool, expected: str | None
) -> None:
    assert writable(html, "task", mentions) == expected
