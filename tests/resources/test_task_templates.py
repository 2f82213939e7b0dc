import pytest

import asana
from asana import error
from asana.sandbox import Sandbox
from tests.resources.listing import names


@pytest.fixture
def template_gids(sandbox: Sandbox, project_gid: str) -> list[str]:
    """Templates of the project, which only the Asana app can create."""
    return [
        sandbox.store.create(
            "task_template",
            name=name,
            project=sandbox.store.get("project", project_gid),
            created_by=sandbox.user,
            template={
                "name": "to do",
                "task_resource_subtype": "default_task",
                "subtasks": [{"name": "part", "task_resource_subtype": "default_task"}],
            },
        ).gid
        for name in "abc"
    ]


def test_templates_are_listed_over_several_pages_and_deleted(
    client: asana.Client, project_gid: str, template_gids: list[str]
) -> None:
    templates = client.task_templates
    listed = templates.get_task_templates(project=project_gid, page_size=2)
    assert names(listed) == ["a", "b", "c"]
    assert templates.get_task_template(template_gids[0])["template"]["name"] == "to do"
    assert templates.delete_task_template(template_gids[0]) == {}
    with pytest.raises(error.NotFoundError):
        templates.get_task_template(template_gids[0])
    assert names(templates.get_task_templates({"project": project_gid})) == ["b", "c"]


def test_a_template_makes_tasks(client: asana.Client, template_gids: list[str]) -> None:
    job = client.task_templates.instantiate_task(template_gids[0], {"name": "done so"})
    made = client.jobs.wait(job, poll_interval=0.001)["new_task"]
    assert made
    assert client.tasks.get_task(made["gid"])["name"] == "done so"
    assert names(client.tasks.get_subtasks_for_task(made["gid"])) == ["part"]
    unnamed = client.task_templates.instantiate_task(template_gids[0])["new_task"]
    assert unnamed
    assert unnamed["name"] == "to do"
