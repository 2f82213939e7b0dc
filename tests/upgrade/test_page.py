"""docs/moving/from-asana-5x.md is true: its rows and its example are what the codemod writes."""

import re
from pathlib import Path
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox
from asana.upgrade import upgrade
from asana.upgrade.settings import OPTIONS
from tests.upgrade.snippets import rewritten

PAGE = (Path(__file__).parents[2] / "docs/moving/from-asana-5x.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    table = PAGE.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    return [re.findall(r"`([^`]+)`", line) for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("before", "after"), rows("asana 5.x"))
def test_a_row(before: str, after: str) -> None:
    assert rewritten(before) == after


def test_the_example() -> None:
    lines = re.findall(r"```diff\n(.*?)```", PAGE, re.DOTALL)[0].splitlines(keepends=True)
    before = "".join(line[1:] or "\n" for line in lines if not line.startswith("+"))
    after = "".join(line[1:] or "\n" for line in lines if not line.startswith("-"))
    found = upgrade(before.encode())
    assert found.source.decode() == after
    assert found.left == []


def test_the_settings_are_complete() -> None:
    listed = {name for cells in rows("setting") for name in cells}
    assert OPTIONS.keys() <= listed
    assert set(OPTIONS.values()) <= listed


def test_the_changes_by_hand(tmp_path: Path) -> None:
    """What the right column of the first table says is done on the sandbox."""
    file = tmp_path / "notes.txt"
    file.write_text("to be read", encoding="utf-8")
    with Sandbox() as sandbox:
        client = asana.Client.access_token(
            sandbox.access_token, base_url=sandbox.base_url, max_retries=1
        )
        workspace = client.users.me(headers={"Asana-Enable": "a_flag"}, timeout=5)["workspaces"][0]
        project = client.projects.create_project(name="Launch", workspace=workspace["gid"])["gid"]
        fields: Any = {"name": "Print", "projects": [project]}
        gid = client.tasks.create_task(fields)["gid"]
        wrapped: Any = {"data": fields}
        client.tasks.create_task(wrapped)
        client.tasks.update_task(gid, {"completed": True})
        client.attachments.create_attachment_for_object({"parent": gid, "file": str(file)})
        listed = client.tasks.get_tasks(project=project, opt_fields="name", page_size=1)
        assert [task["name"] for task in listed] == ["Print", "Print"]
        raw: Any = {"iterator_type": None}
        page: Any = client.tasks.get_tasks(project=project, **raw)
        assert len(page["data"]) == 2
        assert client.tasks.get_task(gid)["completed"]
        with pytest.raises(asana.AsanaError) as caught:
            client.tasks.get_task("1")
        assert caught.value.response is not None
        assert "Not a recognized ID" in caught.value.response.text
