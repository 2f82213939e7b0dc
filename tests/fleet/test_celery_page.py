"""The tasks of docs/how-to/celery.md in real workers, with a real broker."""

from pathlib import Path
from typing import Any

from asana.sandbox import Sandbox
from tests.docs.snippets import ROOT, snippets
from tests.fleet.conftest import RedisServer
from tests.fleet.processes import needs, once, running

COUNT = 6


@needs("celery")
def test_each_order_is_one_task(
    redis_server: RedisServer, redis_client: Any, tmp_path: Path
) -> None:
    for snippet in snippets(ROOT / "docs/how-to/celery.md", "python"):
        (tmp_path / str(snippet.file)).write_text(snippet.text, encoding="utf-8")
    with Sandbox() as sandbox:
        client = sandbox.client()
        project = orders(client)
        sandbox.faults.add("drop_after", route="create_task", times=2)
        sandbox.faults.add(status=503, route="get_tasks_for_project", times=1)
        env = {
            "ASANA_BASE_URL": sandbox.base_url,
            "ASANA_ACCESS_TOKEN": sandbox.access_token,
            "REDIS_URL": redis_server.url,
        }
        worker = ["celery", "--app", "jobs:queue", "worker", "--concurrency", "3"]
        quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
        with running(*worker, *quiet, env=env, cwd=tmp_path):
            send(redis_server.url, project)
            once(lambda: commented(client, project) == COUNT)
            send(redis_server.url, project)
            once(lambda: redis_client.llen("celery") == redis_client.hlen("unacked") == 0)
        assert commented(client, project) == COUNT
        assert len(list(client.tasks.get_tasks_for_project(project))) == COUNT
    assert redis_client.zcard("{asana}:rate:minute") > 0  # the workers share a limit


def orders(client: Any) -> str:
    """Create a project with the custom field of the page."""
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.create_project(workspace=workspace, name="Orders")["gid"]
    field = client.custom_fields.ensure(workspace, "Order ID", resource_subtype="text")
    client.projects.add_custom_field_setting_for_project(project, custom_field=field["gid"])
    return str(project)


def send(url: str, project: str) -> None:
    from celery import Celery

    with Celery(broker=url) as app:
        for number in range(COUNT):
            app.send_task("jobs.ship", (f"A-{number}", project, f"Street {number}"))


def commented(client: Any, project: str) -> int:
    """Return how many comments the tasks of a project have."""
    tasks = client.tasks.get_tasks_for_project(project, fields=["gid"])
    return sum(
        story["type"] == "comment"
        for task in tasks
        for story in client.stories.get_stories_for_task(task["gid"], fields=["type"])
    )
