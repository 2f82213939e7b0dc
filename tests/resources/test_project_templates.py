from typing import Any

import pytest

import asana
from asana import error
from tests.resources.listing import gids, names


def save(client: asana.Client, project_gid: str, **more: Any) -> str:
    job = client.projects.project_save_as_template(
        project_gid, {"name": "template", "public": True}, **more
    )
    done: Any = client.jobs.wait(job, poll_interval=0.001)
    return str(done["new_project_template"]["gid"])


def test_a_template_from_beginning_to_end(
    client: asana.Client, project_gid: str, task_gid: str
) -> None:
    gid = save(client, project_gid)
    assert client.project_templates.get_project_template(gid)["name"] == "template"
    job = client.project_templates.instantiate_project(gid, {"name": "made", "public": False})
    done: Any = client.jobs.wait(job, poll_interval=0.001)
    made = done["new_project"]["gid"]
    assert client.projects.get_project(made)["name"] == "made"
    assert names(client.tasks.get_tasks_for_project(made)) == ["a task"]
    assert client.project_templates.delete_project_template(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.project_templates.get_project_template(gid)


def test_listings_over_several_pages(
    client: asana.Client, workspace_gid: str, team_gid: str, project_gid: str
) -> None:
    made = [save(client, project_gid, team=team_gid) for _ in range(3)]
    templates = client.project_templates
    for listing in (
        templates.get_project_templates(team=team_gid, page_size=2),
        templates.get_project_templates_for_team(team_gid, page_size=2),
    ):
        assert sorted(gids(listing)) == sorted(made)
    assert set(made) <= set(gids(templates.get_project_templates(workspace=workspace_gid)))
