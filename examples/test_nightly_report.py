"""Tests of nightly_report.py, with the pytest fixtures of this library.

Each test starts with a new sandbox with demo data: pytest test_nightly_report.py
"""

from datetime import date, timedelta

import pytest
from nightly_report import open_tasks, remind

import asana
from asana.sandbox import Sandbox

PROJECT = "Open Pier Street"


@pytest.fixture
def overdue(asana_client: asana.Client) -> str:
    """Return the gid of a task that was due yesterday."""
    workspace_gid = asana_client.users.me()["workspaces"][0]["gid"]
    project = asana_client.projects.named(workspace_gid, PROJECT)
    yesterday = date.today() - timedelta(days=1)
    task = asana_client.tasks.create_task(
        name="Order cups", due_on=yesterday, projects=[project["gid"]]
    )
    return task["gid"]


def test_the_report_has_open_tasks_only(asana_client: asana.Client, overdue: str) -> None:
    assert "Order cups" in {row["name"] for row in open_tasks(asana_client, PROJECT)}
    asana_client.tasks.update_task(overdue, completed=True)
    assert "Order cups" not in {row["name"] for row in open_tasks(asana_client, PROJECT)}


def test_an_overdue_task_gets_one_reminder(asana_client: asana.Client, overdue: str) -> None:
    for _night in range(3):
        remind(asana_client, list(open_tasks(asana_client, PROJECT)))
    stories = asana_client.stories.get_stories_for_task(overdue)
    assert sum(story["type"] == "comment" for story in stories) == 1


def test_the_report_survives_an_outage(
    asana_client: asana.Client, asana_sandbox: Sandbox, overdue: str
) -> None:
    asana_sandbox.faults.add("rate_limit", times=3, retry_after=0)
    asana_sandbox.faults.add(status=503, times=2)
    assert "Order cups" in {row["name"] for row in open_tasks(asana_client, PROJECT)}


def test_an_unknown_project_is_an_error(asana_client: asana.Client) -> None:
    with pytest.raises(LookupError, match=PROJECT):
        open_tasks(asana_client, "Open Peer Street")
