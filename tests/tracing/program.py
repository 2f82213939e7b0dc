"""A traced program, which prints the number of attempts and of spans.

Run with the name of a tracer and ``before`` or ``after``: whether the tracer starts before or after
asana is imported.
"""

import sys
from contextlib import nullcontext
from typing import Any

from tests.tracing.tracers import start


def main(tracer: str, order: str) -> None:
    """Send requests under a tracer."""
    spans, context = start(tracer) if order == "before" else ([], nullcontext)
    import asana
    from asana.sandbox import Sandbox

    if order == "after":
        spans, context = start(tracer)
    attempts: list[Any] = []
    with Sandbox() as sandbox:
        asana.Client.RETRY_DELAY = 0
        client = sandbox.client(on_attempt=attempts.append)
        sandbox.faults.add("rate_limit", times=1, retry_after=0)
        with context():
            use(client)
    print(len(attempts), len(spans))


def use(client: Any) -> None:
    """Read, write, list, upload and download."""
    workspace = client.users.me()["workspaces"][0]["gid"]
    task = client.tasks.create_task(name="Trace", workspace=workspace)
    list(client.projects.get_projects(workspace=workspace, page_size=1))
    file = client.attachments.create_attachment_for_object(
        parent=task["gid"], file=b"content", file_name="a.txt"
    )
    client.attachments.download(file["gid"], sys.argv[3])
    client.tasks.delete_task(task["gid"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
