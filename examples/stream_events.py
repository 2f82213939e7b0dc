"""Print what happens in a project: stream_events.py [PROJECT_GID] [--limit N]

With a project, it runs until Ctrl-C, or for N events. Without one, it creates a project, changes
it, and stops.
"""

import argparse
import threading

from account import connect, on_asana

import asana
from asana.types.events import Event


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what happens in a project.")
    parser.add_argument("project_gid", nargs="?")
    parser.add_argument("--limit", type=int, help="stop after this many events")
    options = parser.parse_args()
    with connect() as client:
        if options.project_gid:
            stream(client, options.project_gid, options.limit)
        else:
            demonstrate(client)


def stream(client: asana.Client, project_gid: str, limit: int | None, sync: str = "") -> None:
    """Print events; report missed ones and continue."""
    events = client.events.get_iterator(
        {"resource": project_gid, **({"sync": sync} if sync else {})},
        item_limit=limit,
        poll_interval=1 if on_asana() else 0.05,
    )
    while True:
        try:
            for event in events:
                print(describe(event))
            return
        except asana.error.InvalidTokenError:
            print("Events were missed: read the whole project again now")
        except KeyboardInterrupt:
            print(f"To continue from here: sync={events.sync}")
            return


def describe(event: Event) -> str:
    resource = event.get("resource") or {}
    change = event.get("change") or {}
    what = f"{resource.get('resource_type')} {resource.get('name') or resource.get('gid')!r}"
    return f"  {event['action']:8} {what} {change.get('field', '')}"


def demonstrate(client: asana.Client) -> None:
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.create_project({"workspace": workspace, "name": "Watched"})
    try:
        # Get the token before the changes, so that no change is missed.
        try:
            client.events.get({"resource": project["gid"]})
        except asana.error.InvalidTokenError as error:
            sync = str(error.sync)
        busy = threading.Thread(target=change, args=(client, project["gid"]))
        busy.start()
        stream(client, project["gid"], limit=5, sync=sync)
        busy.join()
    finally:
        client.projects.delete_project(project["gid"])


def change(client: asana.Client, project_gid: str) -> None:
    for name in ("Grind", "Brew", "Pour"):
        task = client.tasks.create_task({"projects": [project_gid], "name": name})
        client.tasks.update_task(task["gid"], {"completed": True})


if __name__ == "__main__":
    main()
