"""Greet each new task of a project, and give it a priority: webhook_triage.py [PROJECT]

A webhook can deliver an event twice, or late. That is harmless here: the comment has a key, and the
priority is set only if there is none.
"""

import argparse
import secrets

from account import connect
from webhook_server import serving

import asana
from asana.fields import Fields
from asana.webhook import Receiver

GREETING = "Thank you! We look at new tasks every Monday."


def main() -> None:
    parser = argparse.ArgumentParser(description="Greet each new task of a project.")
    parser.add_argument("project", nargs="?", default="Open Pier Street")
    project_name: str = parser.parse_args().project
    with connect() as client:
        receiver = Receiver({})
        with serving(receiver, 0) as address:
            demonstrate(client, project_name, f"{address}/{secrets.token_urlsafe()}", receiver)


def demonstrate(client: asana.Client, project_name: str, target: str, receiver: Receiver) -> None:
    """Watch a project, create a task in it, and handle events until the task has been greeted."""
    workspace_gid = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.named(workspace_gid, project_name)
    fields = client.custom_fields.of(project["gid"])
    webhook = client.webhooks.establish(
        project["gid"], target, [{"resource_type": "task", "action": "added"}], receiver=receiver
    )
    task = client.tasks.create_task(name="Order cups", projects=[project["gid"]])
    greeted: set[str] = set()
    while task["gid"] not in greeted and (delivery := receiver.get(timeout=60)):
        new = {event["resource"]["gid"] for event in delivery.events}
        for gid in new - greeted:
            triage(client, fields, gid)
        greeted |= new
    print(f"Greeted {task['name']!r}, priority {priority(client, fields, task['gid'])}")
    client.webhooks.delete_webhook(webhook["gid"])


def triage(client: asana.Client, fields: Fields, task_gid: str) -> None:
    client.stories.ensure_comment(task_gid, GREETING, key="greeting")
    if priority(client, fields, task_gid) is None:
        client.tasks.update_task(task_gid, custom_fields=fields.values({"Priority": "Medium"}))


def priority(client: asana.Client, fields: Fields, task_gid: str) -> object:
    return fields.read(client.tasks.get_task(task_gid))["Priority"]


if __name__ == "__main__":
    main()
