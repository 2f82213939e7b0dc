# ruff: noqa: E501 - the commands are as long as they are typed
"""Records a session of commands in docs/how-to/cli.md: ``python -m tests.cli.session``."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from asana.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/how-to/cli.md"
BLOCK = re.compile(r"(?<=<!-- session -->\n```console\n).*?(?=```\n<!-- end -->)", re.DOTALL)

CUPS = "1200000000000339"  # what the session creates
COMMANDS = f"""\
asana users get_user me --fields name,email
asana workspaces get_workspaces
asana projects get_projects workspace=@mine --fields name,owner,due_on
asana sections get_sections_for_project --project "Open Pier Street"
asana tasks get_tasks_for_project --project website --fields name,assignee,due_on,section --limit 4
asana tasks get_tasks_for_project --project website --fields name | jq -r .name | head -3
asana tasks search_tasks_for_workspace @mine assignee_any=me completed=false due_on_before=2026-03-20 --fields name,due_on
asana tasks search_tasks_for_workspace @mine custom_fields.Priority=High --fields name
asana tasks create_task name="Order cups" --project "Open Pier Street" custom_fields.Priority=High --dry-run
asana tasks create_task name="Order cups" --project "Open Pier Street" custom_fields.Priority=High due_on=2026-03-20 --fields name,due_on
asana tasks update_task {CUPS} due_on=2026-03-25 assignee=@me --fields name,due_on,assignee
echo "200 cups, **not** 20." | asana tasks update_task {CUPS} --notes-md - --fields html_notes
asana tasks get_task {CUPS} --fields name,notes,custom_fields.Priority,custom_fields.Cost
asana tasks update_task {CUPS} custom_fields.Cost=310 due_on= --fields due_on
asana stories create_story_for_task {CUPS} text="The shop calls back." --fields text,created_by
asana stories ensure_comment {CUPS} "Ordered." key=order-7 --fields text
asana tags ensure "to collect" --fields name,color
asana tasks add_tag_for_task {CUPS} tag=$(asana tags named "to collect" | jq -r .gid)
asana tasks create_subtask_for_task {CUPS} name="Compare prices" --fields name,parent
asana tasks walk task={CUPS} --fields name
asana tasks update_task {CUPS} completed=true -o json --fields completed,completed_by.name
asana api GET /tasks/{CUPS} --fields name,completed
asana custom_fields get_custom_fields_for_workspace @mine --fields name,resource_subtype -o csv
asana tasks create_task nmae=x || echo "exit code $?"
asana tasks get_task 1 -o json || echo "exit code $?"
asana projects named Websit || echo "exit code $?"
ASANA_READ_ONLY=1 asana tasks update_task {CUPS} name=x || echo "exit code $?"
asana tasks delete_task {CUPS} || echo "exit code $?"
asana tasks delete_task {CUPS} --yes
asana methods tags
asana methods tasks.add_tag_for_task --json | jq .parameters.properties
""".splitlines()


@contextmanager
def prepared() -> Iterator[tuple[Sandbox, dict[str, str], str]]:
    """Yield a sandbox, an environment that leads to it, and a folder."""
    moment = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)
    with Sandbox(clock=lambda: moment, strict=True) as sandbox, TemporaryDirectory() as folder:
        command = Path(folder, "bin", "asana")
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m asana "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if "ASANA" not in name}
        yield (
            sandbox,
            {
                **kept,
                "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "PYTHONUTF8": "1",
                "COLUMNS": "100",
                "ASANA_BASE_URL": sandbox.base_url,
                "ASANA_ACCESS_TOKEN": sandbox.access_token,
                "ASANA_CONFIG_DIR": folder,
                "ASANA_WORKSPACE": "Harbour Lights Coffee",
            },
            folder,
        )


def on_a_terminal(command: str, environment: dict[str, str], folder: str) -> str:
    """Return what a command shows on a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        ["bash", "-c", command],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
    ):
        os.close(slave)
        shown = b""
        while part := _part(master):
            shown += part
    os.close(master)
    return re.sub(r"\x1b\[[\d;]*m", "", shown.decode()).replace("\r\n", "\n")  # jq has colors


def _part(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # the end, on Linux
        return b""


def record() -> str:
    """Return the session as a terminal shows it."""
    with prepared() as (sandbox, environment, folder):
        lines = []
        for command in COMMANDS:
            shown = on_a_terminal(command, environment, folder)
            lines.append(f"$ {command}\n{shown}")
        return "\n".join(lines).replace(sandbox.base_url, "https://app.asana.com/api/1.0")


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    session = record()
    PAGE.write_text(BLOCK.sub(lambda _: session, page), encoding="utf-8")
