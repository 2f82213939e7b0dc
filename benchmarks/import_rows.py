"""The rows of an import for ``benchmarks.import_kills``, and a process that imports them.

``python -m benchmarks.import_rows BASE_URL TOKEN PROJECT JOURNAL ROWS SEED``
"""

import random
import sys
from typing import Any

import asana

GRACE = 0.5  # seconds; the sandbox processes requests immediately

FIELD = "Effort of the import"
SECTIONS = ("To do", "In progress", "Done")
TAGS = ("imported: red", "imported: green", "imported: blue")


def rows(count: int, seed: int) -> list[dict[str, Any]]:
    """Return rows of all kinds: a third are subtasks, and many have the same name."""
    dice = random.Random(seed)
    found: list[dict[str, Any]] = []
    for number in range(count):
        row: dict[str, Any] = {
            "key": f"k{number}",
            "name": f"Task {dice.randrange(count // 4 + 1)}",
        }
        tops = [each["key"] for each in found if "parent" not in each]
        if tops and dice.random() < 0.33:
            row["parent"] = dice.choice(tops[-10:])
        else:
            row["section"] = dice.choice(SECTIONS)
            if dice.random() < 0.5:
                row["custom_fields"] = {FIELD: dice.randrange(1000) / 4}
        found.append({**row, **details(number, dice, [each["key"] for each in found])})
    return found


def details(number: int, dice: random.Random, earlier: list[str]) -> dict[str, Any]:
    """Return the optional members of a row."""
    row: dict[str, Any] = {}
    if dice.random() < 0.5:
        row["due_on"] = f"2027-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    if dice.random() < 0.4:
        row["notes"] = f"What {number} is about: <{dice.random()}> & more"
    if dice.random() < 0.4:
        row["tags"] = dice.sample(TAGS, dice.randrange(1, 3))
    if dice.random() < 0.4:
        row["comments"] = [f"Comment {dice.randrange(3)}" for _ in range(dice.randrange(1, 4))]
    if dice.random() < 0.2:
        row["attachments"] = [
            (f"file {dice.randrange(2)}.txt", b"x" * dice.randrange(1, 4)) for _ in range(2)
        ]
    if earlier and dice.random() < 0.2:
        row["dependencies"] = [dice.choice(earlier[-5:])]
    row["completed"] = dice.random() < 0.2
    return row


def main(base_url: str, token: str, project: str, journal: str, count: str, seed: str) -> int:
    client = asana.Client.access_token(token, base_url=base_url)
    client.RETRY_DELAY = 0.01
    client.RETRY_QUOTA = None
    with client.projects.importer(project, journal, grace=GRACE) as importer:
        importer.rows(rows(int(count), int(seed)))
    print(importer.report)
    return 0 if importer.report.complete else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
