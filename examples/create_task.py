"""Create a task in your own list: create_task.py NAME [--due YYYY-MM-DD] [--notes TEXT]"""

import argparse

from account import connect, on_asana

import asana
from asana.types.tasks import CreateTask, Task


def main() -> None:
    parser = argparse.ArgumentParser(description="Create a task in your own list.")
    parser.add_argument("name", nargs="?", default="Hello World!")
    parser.add_argument("--due", help="the due date, as YYYY-MM-DD")
    parser.add_argument("--notes", default="")
    options = parser.parse_args()
    with connect() as client:
        task = create(client, {"name": options.name, "notes": options.notes, "due_on": options.due})
        print(f"Created {task['gid']}: {task['name']}, due {task['due_on'] or 'some day'}")
        print(f"  {task['permalink_url']}")
        if on_asana() and task["name"] == "Hello World!":
            client.tasks.delete_task(task["gid"])
            print("Deleted it again, because this is only an example")


def create(client: asana.Client, fields: CreateTask) -> Task:
    """Create the task; if the outcome is unknown, look for the task before trying again."""
    workspace = client.users.me()["workspaces"][0]["gid"]
    fields = {**fields, "workspace": workspace, "assignee": "me"}
    try:
        return client.tasks.create_task(fields)
    except asana.error.UnknownOutcomeError as error:
        print(f"{error}; looking for it")
        mine = client.tasks.get_tasks(
            workspace=workspace, assignee="me", completed_since="now", fields=["name"]
        )
        for task in mine:
            if task["name"] == fields.get("name"):
                return client.tasks.get_task(task["gid"])
        return client.tasks.create_task(fields)


if __name__ == "__main__":
    main()
