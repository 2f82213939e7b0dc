"""The commands beside the methods of the resources."""

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from .. import login as kept
from .. import schema
from ..schema._methods import find
from . import pages
from .failures import UsageError
from .output import progress, write
from .words import sort, split

__all__ = ["COMMANDS"]


def api(given: Namespace) -> None:
    """Send any request: `asana api GET /users/me`, `asana api POST /tasks name=Ship`.

    NAME=VALUE are parameters of the query of a GET, and fields of the body of a POST or PUT; :=
    takes JSON. All pages of a listing are read. Unknown names are not refused.
    """
    from .call import send

    send(given)


def completion(given: Namespace) -> None:
    """Print the completion for a shell: bash, zsh or fish.

    For bash, put `eval "$(asana completion bash)"` into ~/.bashrc; for zsh, the same with zsh into
    ~/.zshrc; for fish, run `asana completion fish > ~/.config/fish/completions/asana.fish`.
    """
    from .completion import SHELLS, candidates

    match given.words:
        case ["words", line]:
            print(*candidates(line, COMMANDS), sep="\n")
        case [shell] if shell in SHELLS:
            script = Path(__file__).with_name(f"completion.{shell}")
            print(script.read_text(encoding="utf-8"), end="")
        case _:
            raise UsageError("write asana completion bash, zsh or fish")


def export(given: Namespace) -> None:
    """Export a project into a folder: `asana export 12 backup/`. Run it again to update it.

    Without a gid, it exports the project of `--project`, or all of your workspace. `files=false`
    leaves out the files of attachments, `markdown=true` adds Markdown to rich text.
    """
    from .call import call

    one = given.project or sum(split(word) is None for word in given.words) > 1
    call(find("projects" if one else "workspaces", "export"), given)


def import_tasks(given: Namespace) -> int:
    """Import tasks from CSV or JSON lines: `asana import tasks.csv --project Launch`.

    `--journal FILE`, by default FILE.journal beside the file, keeps what was done: run the command
    again with it after a failure, and nothing is created twice. `columns:='{"Title": "name"}'` maps
    columns to fields, `update=true` writes rows that have changed since. `--dry-run` reports what
    an import would do.
    """
    from .places import Places, client_of

    client = client_of(given)
    places = Places(client, given)
    files, pairs = sort(given.words, places.who)
    if len(files) != 1 or not given.project:
        raise UsageError("write asana import FILE --project NAME [--journal FILE]")
    columns = dict(pairs).get("columns")
    own = schema.arguments("projects.importer", [each for each in pairs if each[0] != "columns"])
    own |= {"dry_run": given.dry_run, "progress": progress if sys.stderr.isatty() else None}
    journal = given.journal or f"{files[0]}.journal"
    open(files[0], "rb").close()  # a name that is mistyped leaves no journal
    with client.projects.importer(places.project, journal, **own) as importer:
        lines = files[0].endswith((".jsonl", ".ndjson"))
        (importer.jsonl if lines else importer.csv)(files[0], columns)
    report = importer.report
    write(str(report) if given.output == "table" else vars(report), given)
    return 0 if report.complete else 6 if report.unsettled else 1


def list_methods(given: Namespace) -> None:
    """List all methods, those of a resource, or explain one: `asana methods tasks.create_task`.

    With `--json`, each is described with its parameters as JSON Schema, for agents.
    """
    words = [word.replace("-", "_") for word in given.words]
    one = len(words) == 1 and "." in words[0]
    chosen = [name for word in words for name in ([word] if "." in word else schema.names(word))]
    found = [find(*name.split(".", 1)) for name in chosen or schema.names()]
    if given.json:
        described = [{**schema.of(each.title), "command": pages.usage(each)} for each in found]
        given.output = given.chosen or "json"
        write(described[0] if one else described, given)
    elif one:
        print(pages.method(found[0]), end="")
    else:
        print(pages.listed((each.title, each.paragraphs[0]) for each in found), end="")


def login(given: Namespace) -> None:
    """Keep an access token for later commands, in a file that only you can read.

    The token comes from stdin, or is asked for: `asana login < token.txt`. With `--oauth`, your
    browser opens, and you copy the code that it shows; the id and the secret of your app come from
    ASANA_CLIENT_ID and ASANA_CLIENT_SECRET. If ASANA_REDIRECT_URI is a redirect URL of your app on
    this machine, there is nothing to copy. With `--workspace`, @mine is that workspace later.
    """
    from .places import Places, client_of

    if given.words:
        raise UsageError("login takes no arguments: a token comes from stdin, never from there")
    user = kept.sign_in(given.oauth)
    if given.workspace:
        kept.save(workspace=Places(client_of(given), given).workspace)
    write({**user, "kept_in": kept.path()}, given)


def logout(given: Namespace) -> None:
    """Forget the token of the login; one of OAuth is revoked, too."""
    write({"forgotten": kept.forget()}, given)


def sandbox(given: Namespace) -> None:
    """Run a local Asana with demo data; see `asana sandbox --help`."""
    raise UsageError("write `asana sandbox` first, and its own options behind it")


COMMANDS: dict[str, Callable[[Namespace], int | None]] = {
    "api": api,
    "completion": completion,
    "export": export,
    "import": import_tasks,
    "login": login,
    "logout": logout,
    "methods": list_methods,
    "sandbox": sandbox,
}
