"""The commands beside the methods of the resources."""

import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterable
from typing import Any

from .failures import unknown
from .methods import Method, all_methods, find, methods, resources
from .pages import description, listed, method_page

__all__ = ["COMMANDS", "help_of", "summary"]


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
    from .completion import write

    write(given.words, [*COMMANDS, "sandbox"])


def export(given: Namespace) -> None:
    """Export a project into a folder: `asana export 12 backup/`. Run it again to update it.

    Without a gid it is the project of `--project`, or all of your workspace. `files=false` leaves
    out the files of attachments, `markdown=true` adds Markdown to rich text.
    """
    from .call import call
    from .words import split

    one = given.project or len([word for word in given.words if split(word) is None]) > 1
    call(find("projects" if one else "workspaces", "export"), given)


def import_tasks(given: Namespace) -> int:
    """Import tasks from CSV or JSON lines: `asana import tasks.csv --project Launch`.

    `--journal FILE`, by default FILE.journal beside the file, keeps what was done: run the command
    again with it after a failure, and nothing is there twice. `columns:='{"Title": "name"}'` maps
    columns to fields, `update=true` writes rows that have changed since. `--dry-run` says what
    would be done.
    """
    from .imports import run_import

    return run_import(given)


def list_methods(given: Namespace) -> None:
    """List all methods, those of a resource, or explain one: `asana methods tasks.create_task`.

    With `--json`, each is described with its parameters as JSON Schema, for agents.
    """
    words = given.words
    found = [each for word in words for each in _named(word)] if words else list(all_methods())
    one = len(words) == 1 and "." in words[0]
    if given.json:
        described: Any = [description(each) for each in found]
        given.output = given.output or "json"
        _print(given, described[0] if one else described)
    elif one:
        print(method_page(found[0]), end="")
    else:
        print(listed((each.title, each.doc[0]) for each in found), end="")


def login(given: Namespace) -> None:
    """Keep an access token for later commands, in a file that only you can read.

    The token comes from stdin, or is asked for: `asana login < token.txt`. With `--oauth`, your
    browser opens, and you copy the code that it shows; the id and the secret of your app come from
    ASANA_CLIENT_ID and ASANA_CLIENT_SECRET. With `--workspace`, @mine is that workspace later.
    """
    from .access import log_in
    from .places import Places, keep_workspace

    client, result = log_in(given)
    if given.workspace:
        keep_workspace(Places(client, given).workspace())
    _print(given, result)


def logout(given: Namespace) -> None:
    """Forget the token of the login; one of OAuth is revoked, too."""
    from .access import log_out

    _print(given, log_out())


COMMANDS: dict[str, Callable[[Namespace], int | None]] = {
    "api": api,
    "completion": completion,
    "export": export,
    "import": import_tasks,
    "login": login,
    "logout": logout,
    "methods": list_methods,
}


def _print(given: Namespace, result: Any) -> None:
    from .call import finish

    finish(result, given, None)


def _named(word: str) -> Iterable[Method]:
    resource, _, name = word.replace("-", "_").partition(".")
    if resource not in resources():
        what = f"there is no resource {resource!r}"
        raise unknown(what, resource, resources(), "asana --help")
    return [find(resource, name)] if name else methods(resource).values()


def summary(command: str) -> str:
    """Return the first line of the help of a command."""
    return (COMMANDS[command].__doc__ or "").partition("\n")[0]


def help_of(command: str) -> str:
    """Return the help of a command that is not a method."""
    return f"asana {command}\n\n{textwrap.dedent('    ' + (COMMANDS[command].__doc__ or ''))}"
