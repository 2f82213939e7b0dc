"""The pages of help, character by character."""

import pytest

from asana.cli import builtin, pages
from asana.schema._methods import find

OPTIONS = """\
Options:
  -o, --output FORM  json, jsonl, csv or table; by default table on a terminal, else jsonl
  --fields NAMES     the fields to return: name,assignee.name,custom_fields.Priority
  --limit N          print at most N records
  --workspace NAME   the workspace, by name or gid; by default ASANA_WORKSPACE
  --project NAME     the project, by name or gid
  --notes-md TEXT    the notes or the comment as Markdown; @FILE, or - for stdin
  --dry-run          print the request and do not send it
  --read-only        refuse every write, as ASANA_READ_ONLY=1 does
  --yes              delete without asking
  --sandbox          run the command on a fresh local Asana with demo data
  --token-file FILE  a file with the access token; by default ASANA_ACCESS_TOKEN
  --timeout SECONDS  the longest time for a request, with retries
  --journal FILE     of import: keeps what was done
  --json             of methods: describe them as JSON Schema
  --oauth            of login: in the browser
  -h, --help         explain the command
  --version          print the version
"""


def test_the_options_are_in_two_columns() -> None:
    assert pages.options() == OPTIONS


def test_the_overview_lists_commands_resources_and_options() -> None:
    page = pages.overview({"api": builtin.api, "logout": builtin.logout})
    head, _, rest = page.partition("\nCommands:\n")
    commands, _, rest = rest.partition("\nResources:\n")
    assert head.startswith("Call Asana from scripts")
    assert commands == (
        "  api     Send any request: `asana api GET /users/me`, "
        "`asana api POST /tasks name=Ship`.\n"
        "  logout  Forget the token of the login; one of OAuth is revoked, too.\n"
    )
    assert "\n  tasks " in rest
    assert rest.endswith(f"\n\n{OPTIONS}")


def test_a_command_is_explained_by_its_docstring() -> None:
    assert pages.command("logout", builtin.logout) == (
        "asana logout\n\nForget the token of the login; one of OAuth is revoked, too.\n"
    )
    lines = pages.command("api", builtin.api).splitlines()
    assert lines[:2] == ["asana api", ""]
    assert not any(line.startswith(" ") for line in lines)


def test_names_and_texts_are_in_two_columns() -> None:
    assert pages.listed(iter([("a", "x"), ("long", "y")])) == "  a     x\n  long  y\n"
    assert pages.listed([]) == ""


def test_a_resource_is_explained_with_its_methods() -> None:
    assert pages.resource("agents") == (
        "Agents: the AI Teammates of a workspace.\n\n"
        "  get_agent                 Return the complete record of one agent.\n"
        "  get_agents_for_workspace  List the compact records of a workspace's agents.\n"
    )


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("tasks.create_task", "asana tasks create_task [NAME=VALUE ...]"),
        ("tasks.delete_task", "asana tasks delete_task TASK_GID"),
        ("tags.ensure", "asana tags ensure WORKSPACE_GID NAME [NAME=VALUE ...]"),
        ("tasks.add_tag_for_task", "asana tasks add_tag_for_task TASK_GID [NAME=VALUE ...]"),
        ("tasks.walk", "asana tasks walk [PROJECT] [NAME=VALUE ...]"),
        ("tags.named", "asana tags named WORKSPACE_GID NAME"),
    ],
)
def test_the_usage_has_the_gids_that_are_required_and_the_others(name: str, usage: str) -> None:
    assert pages.usage(find(*name.split("."))) == usage


def test_a_method_is_explained_with_its_parameters_fields_and_route() -> None:
    assert pages.method(find("tasks", "add_tag_for_task")) == (
        "asana tasks add_tag_for_task TASK_GID [NAME=VALUE ...]\n\n"
        "Add a `tag` of the same workspace to a task and return an empty dictionary.\n\n"
        "Parameters:\n"
        "  tag=TEXT\n\n"
        "POST /tasks/{}/addTag   (scope tasks:write)\n"
    )
    page = pages.method(find("tags", "ensure"))
    assert (
        "\n  color=dark-pink|dark-green|dark-blue|dark-red|dark-teal|dark-brown|dark-orange|"
        "dark-purple|dark-\n    warm-gray|" in page
    )
    assert (
        "\n\nFields, and behind a dot the fields of what is in them:\n"
        "  color, created_at, followers, gid, name, notes, offset, path, permalink_url, "
        "resource_type, uri,\n    workspace\n\nPOST /tags   (scope tags:write)\n" in page
    )
    assert max(map(len, page.splitlines())) == pages.WIDTH == 98


def test_a_method_without_a_scope_has_a_route_alone() -> None:
    assert pages.method(find("batch_api", "create_batch_request")).endswith("\n\nPOST /batch\n")
