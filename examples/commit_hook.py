"""Complete the tasks that a commit names, and link the commit: a git hook.

Write the address or the gid of a task into the message of a commit: "Fix the door (closes
1200000000000017)". "closes" and "fixes" complete the task; without them it only gets the link. To
install the hook, make .git/hooks/post-commit executable, with this line:

    git show --no-patch --format='%H%n%B' | python commit_hook.py --url https://example.com/commit

Without input it shows what happens, in a sandbox or with a task of your own.
"""

import argparse
import re
import sys
from collections.abc import Iterator

from account import connect

import asana
from asana import rich_text

NAMED = re.compile(
    r"(closes|fixes)?\s*(?:https://app\.asana\.com/\S*/)?\b(\d{10,})\b", re.IGNORECASE
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Complete the tasks that a commit names.")
    parser.add_argument("--url", default="https://example.com/commit", help="where commits are")
    url: str = parser.parse_args().url
    with connect() as client:
        given = "" if sys.stdin.isatty() else sys.stdin.read()
        commit, _, message = (given or sample(client)).partition("\n")
        for line in report(client, commit.strip(), message, url):
            print(line)


def sample(client: asana.Client) -> str:
    workspace_gid = client.users.me()["workspaces"][0]["gid"]
    task = client.tasks.create_task(name="Mend the door", workspace=workspace_gid)
    return f"0123abc\nOil the hinges\n\nCloses {task['gid']}"


def report(client: asana.Client, commit: str, message: str, url: str) -> Iterator[str]:
    """Link a commit in each task that its message names; yield what was done."""
    for closes, gid in NAMED.findall(message):
        title = message.strip().splitlines()[0]
        comment = rich_text.from_markdown(
            f"Commit [{commit[:7]}]({url}/{commit}): {title}", "comment"
        )
        try:
            client.stories.ensure_comment(gid, html_text=comment, key=commit[:12])
            if closes:
                client.tasks.update_task(gid, completed=True)
        except asana.error.NotFoundError:
            yield f"{gid}: there is no such task"
        else:
            yield f"{gid}: linked{' and completed' if closes else ''}"


if __name__ == "__main__":
    main()
