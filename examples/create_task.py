"""Create a task in one's own list: create_task.py NAME [--due YYYY-MM-DD] [--notes TEXT]"""

import argparse

from account import connect, on_asana

import asana


def main() -> None:
    parser = argparse.ArgumentParser(description="Create a task in your own list.")
    parser.add_argument("name", nargs="?", default="Hello World!")
    parser.add_argument("--due", help="the day it is due, as YYYY-MM-DD")
    parser.add_argument("--notes", default="")
    options = parser.parse_args()
    with connect() as client:
        fields = {"name": options.name, "notes": options.notes, "due_on": options.due}
        task = create(client, fields)
        print(f"Created {task['gid']}: {task['name']}, due {task['due_on'] or 'some day'}")
        print(f"  {task['permalink_url']}")
        if on_asana() and task["name"] == "Hello World!":
            client.tasks.delete_task(task["gid"])
            print("Deleted it again: it was but an example")


def create(client: asana.Client, fields: dict[str, str | None]) -> asana.records.Record:
    """Create the task; when it is unclear whether that was done, look for it first."""
    workspace = client.users.me()["workspaces"][0]["gid"]
    mine = {"workspace": workspace, "assignee": "me"}
    try:
        return client.tasks.create_task({**mine, **fields})
    except asana.error.UnknownOutcomeError as error:
        print(f"{error}; looking for it")
        for task in client.tasks.get_tasks(mine, completed_since="now", fields=["name"]):
            if task["name"] == fields["name"]:
                return client.tasks.get_task(task["gid"])
        return client.tasks.create_task({**mine, **fields})


if __name__ == "__main__":
    main()
