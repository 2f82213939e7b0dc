"""Upload a file to a task, by default this file to a new task: upload.py [PATH] [TASK_GID]"""

import sys
from pathlib import Path

from account import connect, on_asana


def main() -> None:
    path = Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
    with connect() as client:
        task_gid = sys.argv[2] if len(sys.argv) > 2 else None
        if task_gid is None:
            workspace = client.users.me()["workspaces"][0]["gid"]
            task = client.tasks.create_task({"workspace": workspace, "name": f"Read {path.name}"})
            task_gid = task["gid"]
        attachment = client.attachments.create_attachment_for_object(
            {"parent": task_gid}, file=path
        )
        print(f"Uploaded {attachment['name']}, {path.stat().st_size} bytes")
        for attached in client.attachments.get_attachments_for_object(parent=task_gid):
            print(f"  {attached['gid']}  {attached['name']}")
        if on_asana() and len(sys.argv) < 3:
            client.tasks.delete_task(task_gid)
            print("Deleted the task again, because this is only an example")


if __name__ == "__main__":
    main()
