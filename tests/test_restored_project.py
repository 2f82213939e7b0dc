"""What a restore prepares in a project: sections, tags, custom fields and the description."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import asana
from asana._exporting.restoring import OF_A_FIELD, WRITABLE, _folded, _new_field, _options
from asana.sandbox import Sandbox

HOME = {
    "workspaces": [{"name": "Home", "is_organization": True, "email_domains": ["x.example"]}],
    "users": [{"name": "Maya", "email": "maya@x.example"}],
    "projects": [{"name": "New"}],
}
KINDS = (
    "project", "sections", "custom_field_settings", "tags", "users", "tree", "tasks", "stories",
    "attachments", "files",
)  # fmt: skip
OPTIONS = [
    {"name": "Plan", "color": "red", "enabled": True},
    {"name": "Build", "color": "blue"},
    {"name": "Old", "color": "green", "enabled": False},
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(data=HOME) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> asana.Client:
    sandbox.reset()
    sandbox.requests.clear()
    return sandbox.client()


def exported(folder: Path, **kinds: Sequence[Mapping[str, Any]]) -> Path:
    """Write an export of a project of another workspace, without tasks."""
    folder.mkdir(exist_ok=True)
    project: Mapping[str, Any] = {"gid": "1", "name": "Old", "workspace": {"gid": "2"}}
    for kind in KINDS:
        records = [project] if kind == "project" and kind not in kinds else kinds.get(kind, [])
        text = "".join(f"{json.dumps(each)}\n" for each in records)
        (folder / f"{kind}.jsonl").write_text(text, encoding="utf-8")
    manifest = {"project": "1", "records": {kind: {"path": f"{kind}.jsonl"} for kind in KINDS}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    important = {"is_important": more.pop("is_important", False)}
    return {
        "gid": "8",
        **important,
        "custom_field": {"name": name, "resource_subtype": kind, **more},
    }


FIELDS = [
    field("Text", "text", description="A text", is_important=True),
    field("Percent", "number", precision=2, format="percentage"),
    field("Price", "number", precision=2, format="currency", currency_code="EUR"),
    field("Weight", "number", precision=1, format="custom", custom_label="kg",
          custom_label_position="suffix"),
    field("Phase", "enum", enum_options=OPTIONS),
    field("Labels", "multi_enum", enum_options=OPTIONS),
    field("Day", "date"),
    field("Owner", "people"),
]  # fmt: skip


def test_custom_fields_are_created_with_their_properties(
    client: asana.Client, tmp_path: Path
) -> None:
    project = next(client.projects.get_projects())["gid"]
    folder = exported(tmp_path / "old", custom_field_settings=[*FIELDS, field("Id", "id")])
    found = client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    assert found.lost == ["1 custom field Id"]
    names = [f"custom_field.{name}" for name in (
        "name", *OF_A_FIELD, "enum_options.name", "enum_options.color", "enum_options.enabled",
    )]  # fmt: skip
    settings: Any = client.custom_field_settings.get_custom_field_settings_for_project(
        project, fields=["is_important", *names]
    )
    made = {each["custom_field"]["name"]: each for each in settings}
    for wanted in FIELDS:
        new, old = made.pop(wanted["custom_field"]["name"]), wanted["custom_field"]
        assert new["is_important"] is wanted["is_important"]
        for name in OF_A_FIELD:
            if name in old:
                assert (name, new["custom_field"][name]) == (name, old[name])
        options = [
            (each["name"], each["color"]) for each in new["custom_field"].get("enum_options") or ()
        ]
        kept = [("Plan", "red"), ("Build", "blue")] if "enum_options" in old else []
        assert options == kept
    assert made == {}


def test_an_existing_field_gets_the_options_it_lacks(client: asana.Client, tmp_path: Path) -> None:
    project = next(client.projects.get_projects())["gid"]
    workspace = client.users.me()["workspaces"][0]["gid"]
    for name, kind in (("Phase", "enum"), ("Labels", "text")):
        own: Any = {"enum_options": [{"name": "Plan"}]} if kind == "enum" else {}
        subtype: Any = kind
        made = client.custom_fields.create_custom_field(
            workspace=workspace, name=name, resource_subtype=subtype, **own
        )
        client.projects.add_custom_field_setting_for_project(project, custom_field=made["gid"])
    folder = exported(tmp_path / "old", custom_field_settings=FIELDS[4:6])
    found = client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    assert found.lost == ["1 custom field Labels"]
    phase: Any = client.custom_fields.of(project)["Phase"]
    assert [each["name"] for each in phase["enum_options"]] == ["Plan", "Build"]


def test_tags_sections_and_notes_are_created(client: asana.Client, tmp_path: Path) -> None:
    project = next(client.projects.get_projects())["gid"]
    workspace = client.users.me()["workspaces"][0]["gid"]
    client.tags.create_tag(name="there", workspace=workspace, color="dark-red")
    notes = '<body>By <a href="https://x.y" data-asana-gid="7">@Tom</a></body>'
    folder = exported(
        tmp_path / "old",
        project=[{"gid": "1", "workspace": {"gid": "2"}, "html_notes": notes}],
        sections=[{"name": name} for name in ("One", "Two", "One", "Three", "One")],
        tags=[
            {"gid": "5", "name": "there", "color": "dark-blue"},
            {"gid": "6", "name": "colored", "color": "light-green"},
            {"gid": "7", "name": "plain", "color": None},
        ],
    )
    found = client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    assert found.lost == ["3 sections named One, which are merged"]
    tags = client.tags.get_tags(workspace=workspace, fields=["name", "color"])
    assert {each["name"]: each["color"] for each in tags} == {
        "there": "dark-red",
        "colored": "light-green",
        "plain": None,
    }
    sections = [each["name"] for each in client.sections.get_sections_for_project(project)]
    assert sections == ["One", "Two", "Three"]
    found_notes = client.projects.get_project(project, fields=["html_notes"])["html_notes"]
    assert found_notes == '<body>By <a href="https://x.y">@Tom</a></body>'


def test_what_the_project_has_already_stays(client: asana.Client, tmp_path: Path) -> None:
    project = next(client.projects.get_projects())["gid"]
    client.projects.update_project(project, html_notes="<body>Mine</body>")
    client.tasks.create_task(name="Mine", projects=[project])
    folder = exported(
        tmp_path / "old",
        project=[{"gid": "1", "workspace": {"gid": "2"}, "html_notes": "<body>Theirs</body>"}],
        sections=[{"name": "One"}],
    )
    client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    sections = [each["name"] for each in client.sections.get_sections_for_project(project)]
    assert sections == ["Untitled section", "One"]
    assert client.projects.get_project(project)["notes"] == "Mine"


def test_users_are_found_by_their_email_addresses(client: asana.Client, tmp_path: Path) -> None:
    project = next(client.projects.get_projects())["gid"]
    me = client.users.me()
    people: list[dict[str, Any]] = [
        {"gid": "91", "name": "M", "email": me["email"].upper()},
        {"gid": "92", "name": "Nobody", "email": "nobody@x.example"},
        {"gid": me["gid"], "name": "Another", "email": None},
    ]
    tasks = [
        {"gid": str(gid), "name": "A", "resource_subtype": "default_task", "assignee": user}
        for gid, user in enumerate(people, 10)
    ]
    tree = [{"depth": 0, "gid": task["gid"]} for task in tasks]
    folder = exported(tmp_path / "old", users=people, tasks=tasks, tree=tree)
    found = client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    assert found.lost == ["1 assignee Another", "1 assignee Nobody"]
    assignees = [
        each["assignee"] and each["assignee"]["gid"]
        for each in client.tasks.get_tasks_for_project(project, fields=["assignee"])
    ]
    assert assignees == [me["gid"], None, None]
    at_home: dict[str, Any] = {"gid": "1", "workspace": {"gid": me["workspaces"][0]["gid"]}}
    folder = exported(
        tmp_path / "home", project=[at_home], users=people, tasks=tasks[2:], tree=tree[2:]
    )
    found = client.projects.restore(project, folder, tmp_path / "home.db", grace=0)
    assert found.lost == []


def test_the_properties_of_a_new_field() -> None:
    assert WRITABLE == ("text", "number", "enum", "multi_enum", "date", "people")
    given = {"name": "A", "resource_subtype": "enum", "precision": None, "format": "", "x": 1}
    assert _new_field(given) == {"resource_subtype": "enum"}
    assert _new_field({**given, "precision": 0, "enum_options": OPTIONS}) == {
        "resource_subtype": "enum",
        "precision": 0,
        "enum_options": [{"name": "Plan", "color": "red"}, {"name": "Build", "color": "blue"}],
    }
    assert _options({"enum_options": None}) == []
    assert (_folded("A@B"), _folded(None)) == ("a@b", "")
