"""A project to import into, in a separate sandbox."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asana.importing import Importer, ImportReport
from asana.sandbox import Sandbox


class Place:
    """A project, and imports into it.

    :ivar journal: the path of the journal of all imports
    """

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.client = sandbox.client()
        self.client.RETRY_DELAY = 0
        workspace, *_ = self.client.workspaces.get_workspaces()
        self.workspace = workspace["gid"]
        self.project = self.new_project()
        self.journal = folder / "import.db"

    def new_project(self) -> str:
        return self.client.projects.create_project(name="New", workspace=self.workspace)["gid"]

    def importer(self, **options: Any) -> Importer:
        return self.client.projects.importer(self.project, self.journal, **{"grace": 0, **options})

    def run(self, *rows: dict[str, Any], **options: Any) -> ImportReport:
        with self.importer(**options) as importer:
            importer.rows(rows)
        return importer.report

    def add_field(self, name: str, subtype: Any, **more: Any) -> str:
        field = self.client.custom_fields.create_custom_field(
            name=name, resource_subtype=subtype, workspace=self.workspace, **more
        )
        self.client.projects.add_custom_field_setting_for_project(
            self.project, custom_field=field["gid"]
        )
        return field["gid"]

    def names(self, section: str | None = None) -> list[str]:
        """Return the names of the tasks in a section, or in the whole project, in order."""
        if section is None:
            return [each["name"] for each in self.client.tasks.get_tasks_for_project(self.project)]
        gid = self.client.sections.named(self.project, section)["gid"]
        return [each["name"] for each in self.client.tasks.get_tasks_for_section(gid)]

    def comments(self, task: str) -> list[str]:
        stories = self.client.stories.get_stories_for_task(task, fields=["type", "text"])
        return [each["text"] for each in stories if each["type"] == "comment"]

    def files(self, task: str) -> list[tuple[str, int]]:
        found = self.client.attachments.get_attachments_for_object(
            parent=task, fields=["name", "size"]
        )
        return [(each["name"], each["size"]) for each in found]

    def subtasks(self, task: str) -> list[str]:
        return [each["name"] for each in self.client.tasks.get_subtasks_for_task(task)]

    def written(self) -> list[str]:
        """Return the writes since the previous call, in order."""
        found = [f"{r.method} {r.path}" for r in self.sandbox.requests if r.method != "GET"]
        self.sandbox.requests.clear()
        return [each for each in found if each != "POST /batch"]


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def place(running: Sandbox, tmp_path: Path, sleeps: list[float]) -> Place:
    """A project whose imports do not wait; the waits are recorded in ``sleeps``."""
    running.reset()
    running.faults.clear()
    made = Place(running, tmp_path)
    running.requests.clear()
    return made
