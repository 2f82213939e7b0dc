"""The options of all commands."""

__all__ = ["FORMATS", "OPTIONS"]

FORMATS = ("json", "jsonl", "csv", "table")

# The flags, the name of their value (None if they have none), and their help.
OPTIONS: list[tuple[str, str | None, str]] = [
    ("-o --output", "FORM", f"{', '.join(FORMATS)}; by default table on a terminal, else jsonl"),
    ("--fields", "NAMES", "the fields to return: name,assignee.name,custom_fields.Priority"),
    ("--limit", "N", "print at most N records"),
    ("--workspace", "NAME", "the workspace, by name or gid; by default ASANA_WORKSPACE"),
    ("--project", "NAME", "the project, by name or gid"),
    ("--notes-md", "TEXT", "the notes or the comment as Markdown; @FILE, or - for stdin"),
    ("--dry-run", None, "print the request and do not send it"),
    ("--read-only", None, "refuse every write, as ASANA_READ_ONLY=1 does"),
    ("--yes", None, "delete without asking"),
    ("--sandbox", None, "run the command on a fresh local Asana with demo data"),
    ("--token-file", "FILE", "a file with the access token; by default ASANA_ACCESS_TOKEN"),
    ("--timeout", "SECONDS", "the longest time for a request, with retries"),
    ("--journal", "FILE", "of import: keeps what was done"),
    ("--json", None, "of methods: describe them as JSON Schema"),
    ("--oauth", None, "of login: in the browser"),
    ("-h --help", None, "explain the command"),
    ("--version", None, "print the version"),
]
