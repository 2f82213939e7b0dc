"""What a restore prepares in a project: sections, tags, custom fields and the description."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import asana
from asana._exporting.restoring import OF_A_FIELD, WRITABLE, _folded, _new_field, _options, _Target
from asana.sandbox import Sandbox

HOME = {
    "workspaces": [{"name": "Home", "is_organization": True, "email_domains": ["x.example"]}],
    "users": [
        {"name": "Maya", "email": "maya@x.example"},
        {"name": "Tom", "email": "tom@x.example"},
    ],
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


def test_each_request_of_a_restore(sandbox: Sandbox, client: asana.Client, tmp_path: Path) -> None:
    project = next(client.projects.get_projects())["gid"]
    me = client.users.me()
    workspace = me["workspaces"][0]["gid"]
    section = next(client.sections.get_sections_for_project(project))["gid"]
    client.tags.create_tag(name="there", workspace=workspace)
    labels = client.custom_fields.create_custom_field(
        workspace=workspace,
        name="Labels",
        resource_subtype="multi_enum",
        enum_options=[{"name": "Plan"}],
    )["gid"]
    client.projects.add_custom_field_setting_for_project(project, custom_field=labels)
    mention = f'<body><a data-asana-gid="{me["gid"]}"/></body>'
    folder = exported(
        tmp_path / "old",
        project=[{"gid": "1", "workspace": {"gid": workspace}, "html_notes": mention}],
        sections=[{"name": "One"}, {"name": "Two"}],
        tags=[
            {"gid": "5", "name": "there", "color": "dark-blue"},
            {"gid": "6", "name": "new", "color": "light-green"},
        ],
        custom_field_settings=[FIELDS[0], FIELDS[5], field("Id", "id")],
        users=[{"gid": me["gid"], "name": "M", "email": None}],
        tasks=[
            {
                "gid": "10",
                "name": "A",
                "assignee": {"gid": me["gid"]},
                "html_notes": mention,
                "custom_fields": [
                    {"name": "Text", "resource_subtype": "text", "text_value": "x"},
                ],
            }
        ],
        tree=[{"depth": 0, "gid": "10"}],
    )
    sandbox.requests.clear()
    found = client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    asked = [(each.method, each.path, each.query, each.body) for each in sandbox.requests]
    where, all_of_it = f"/projects/{project}", {"limit": "100"}
    reads = [(path, query) for method, path, query, _ in asked if method == "GET"]
    assert reads[:2] == [
        (where, {"opt_fields": "name,html_notes,workspace.name"}),
        ("/users", {"opt_fields": "name,email", "workspace": workspace, **all_of_it}),
    ]
    for read in [
        (f"{where}/sections", {"opt_fields": "name", **all_of_it}),
        (f"/sections/{section}/tasks", {"opt_fields": "gid", "limit": "1"}),
        (f"/workspaces/{workspace}/tags", {"opt_fields": "name", **all_of_it}),
    ]:
        assert read in reads
    writes = [(method, path, body["data"]) for method, path, _, body in asked if method != "GET"]
    new = {
        each["custom_field"]["name"]: each["custom_field"]["gid"]
        for each in client.custom_field_settings.get_custom_field_settings_for_project(project)
    }
    assert writes == [
        ("PUT", f"/sections/{section}", {"name": "One"}),
        ("POST", f"{where}/sections", {"name": "Two"}),
        ("POST", "/tags", {"name": "new", "workspace": workspace, "color": "light-green"}),
        (
            "POST",
            "/custom_fields",
            {
                "name": "Text",
                "workspace": workspace,
                "resource_subtype": "text",
                "description": "A text",
            },
        ),
        (
            "POST",
            f"{where}/addCustomFieldSetting",
            {"custom_field": new["Text"], "is_important": True},
        ),
        ("POST", f"/custom_fields/{labels}/enum_options", {"name": "Build"}),
        ("PUT", where, {"html_notes": mention}),
        (
            "POST",
            "/tasks",
            {
                "name": "A",
                "assignee": me["gid"],
                "html_notes": mention,
                "custom_fields": {new["Text"]: "x"},
                "memberships": [{"project": project, "section": section}],
            },
        ),
    ]
    assert found.lost == ["1 custom field Id"]
    assert found.report.gids.keys() == {"10"}


def test_a_limit_of_the_client_does_not_limit_a_restore(
    client: asana.Client, tmp_path: Path
) -> None:
    project = next(client.projects.get_projects())["gid"]
    me = client.users.me()
    workspace = me["workspaces"][0]["gid"]
    names = ["One", "Two", "Three"]
    for name in names:
        client.sections.create_section_for_project(project, name=name)
        client.tags.create_tag(name=name, workspace=workspace)
    others = {each["email"]: each["gid"] for each in client.users.get_users(
        workspace=workspace, fields=["email"]
    )}  # fmt: skip
    people = [{"gid": str(number), "email": email} for number, email in enumerate(others, 90)]
    tasks = [{"gid": f"1{each['gid']}", "name": "A", "assignee": each} for each in people]
    folder = exported(
        tmp_path / "old",
        sections=[{"name": name} for name in names],
        tags=[{"gid": name, "name": name} for name in names],
        users=people,
        tasks=tasks,
        tree=[{"depth": 0, "gid": each["gid"]} for each in tasks],
    )
    client.options["item_limit"] = 1
    found = client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    assert (len(people) > 1, found.lost, found.report.made) == (True, [], len(tasks))
    del client.options["item_limit"]
    assert len([*client.sections.get_sections_for_project(project)]) == 4
    assert len([*client.tags.get_tags(workspace=workspace)]) == 3


def test_a_task_in_the_first_section_keeps_its_name(client: asana.Client, tmp_path: Path) -> None:
    """A section is renamed only if it is the only one, is empty, and has an unwanted name."""
    project = next(client.projects.get_projects())["gid"]
    folder = exported(tmp_path / "old", sections=[])
    client.projects.restore(project, folder, tmp_path / "none.db", grace=0)
    assert names_of(client, project) == ["Untitled section"]
    folder = exported(tmp_path / "old", sections=[{"name": "B"}, {"name": "Untitled section"}])
    client.projects.restore(project, folder, tmp_path / "same.db", grace=0)
    assert names_of(client, project) == ["Untitled section", "B"]
    folder = exported(tmp_path / "old", sections=[{"name": "C"}])
    client.projects.restore(project, folder, tmp_path / "more.db", grace=0)
    assert names_of(client, project) == ["Untitled section", "B", "C"]


def names_of(client: asana.Client, project: str) -> list[str]:
    return [each["name"] for each in client.sections.get_sections_for_project(project)]


def test_losses_of_one_kind_are_added_up(client: asana.Client, tmp_path: Path) -> None:
    project = next(client.projects.get_projects())["gid"]
    folder = exported(
        tmp_path / "old",
        custom_field_settings=[field("Id", "id"), field("Id", "id"), field("Sum", "number",
            is_formula_field=True)],
        sections=[{"name": name} for name in ("One", "One", "Two", "Two")],
    )  # fmt: skip
    found = client.projects.restore(project, folder, tmp_path / "restore.db", grace=0)
    assert found.lost == [
        "2 custom field Id",
        "1 custom field Sum",
        "2 sections named One, which are merged",
        "2 sections named Two, which are merged",
    ]


def test_fields_that_cannot_be_created_are_taken_from_the_workspace() -> None:
    """For example an ID field, which the workspace may have already."""
    known = {"gid": "6", "name": "Id", "resource_subtype": "id"}
    asked: list[Any] = []

    class CustomFields:
        def ensure(self, *given: Any, **properties: Any) -> Any:
            asked.append(("ensure", *given, properties))
            return known

        def named(self, *given: Any) -> Any:
            asked.append(("named", *given))
            if given[1] != "Id":
                raise LookupError
            return known

    target = _Target.__new__(_Target)
    target.workspace = "2"
    target.client = SimpleNamespace(custom_fields=CustomFields())
    text: dict[str, Any] = {"name": "Text", "resource_subtype": "text", "description": "d"}
    assert target._field_of_workspace(text) is known
    assert target._field_of_workspace({"name": "Id", "resource_subtype": "id"}) is known
    formula = {"name": "Sum", "resource_subtype": "number", "is_formula_field": True}
    assert target._field_of_workspace(formula) is None
    assert asked == [
        ("ensure", "2", "Text", {"resource_subtype": "text", "description": "d"}),
        ("named", "2", "Id"),
        ("named", "2", "Sum"),
    ]


def test_the_properties_of_a_new_field() -> None:
    assert WRITABLE == ("text", "number", "enum", "multi_enum", "date", "people")
    given = {"name": "A", "resource_subtype": "enum", "precision": None, "format": "", "x": 1}
    assert _new_field(given) == {"resource_subtype": "enum"}
    assert _new_field({**given, "precision": 0, "enum_options": OPTIONS}) == {
        "resource_subtype": "enum",
        "precision": 0,
        "enum_options": [{"name": "Plan", "color": "red"}, {"name": "Build", "color": "blue"}],
    }
    assert _new_field({"custom_label": "kg", "enum_options": [{"name": "A"}]}) == {
        "custom_label": "kg",
        "enum_options": [{"name": "A", "color": None}],
    }
    assert _options({"enum_options": None}) == []
    assert (_folded("A@B"), _folded(None)) == ("a@b", "")
