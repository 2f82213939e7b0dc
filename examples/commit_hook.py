"""Complete the tasks that a commit message mentions, and link the commit: a git hook.

Write the URL or gid of a task in a commit message: "Fix the door (closes 1200000000000017)".
"closes" and "fixes" complete the task; without them, the commit is only linked. To install the
hook, create an executable .git/hooks/post-commit with this line:

    git show --no-patch --format='%H%n%B' | python commit_hook.py --url https://example.com/commit

Without input, it demonstrates this with a new task.
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
    parser = argparse.ArgumentParser(
        description="Complete the tasks that a commit message mentions."
    )
    parser.add_argument("--url", default="https://example.com/commit", help="the URL of commits")
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
    """Link a commit in each task that its message mentions; yield a line for each."""
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
