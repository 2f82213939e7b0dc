"""Records by name: the workspace, the project, and the custom fields of a command."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from .._call.paths import path
from ..client import Client
from .access import config_file
from .failures import UsageError
from .methods import Method
from .schema import value_of
from .words import Raw, Words

if TYPE_CHECKING:
    from ..fields import Fields
    from ..stores import JsonFile

__all__ = ["Places", "fields_for", "fill", "keep_workspace", "to_values"]

# What has a workspace already.
HOMES = {"memberships", "parent", "project", "projects", "section", "tag", "user_task_list"}


class Places:
    """What names mean for one command; each is looked up when it is first needed.

    :param client: reads
    :param given: the options of the command
    """

    def __init__(self, client: Client, given: Namespace) -> None:
        self.client = client
        self._given = given

    def who(self, word: str) -> str:
        """Return the gid that ``@me`` or ``@mine`` stands for; other words are themselves."""
        if word == "@me":
            return "me"
        return self.workspace() if word == "@mine" else word

    def workspace(self) -> str:
        """Return the gid of the workspace: given, configured, or the only one.

        :raises LookupError: there is none with its name, or there are several
        """
        return self._workspace

    @cached_property
    def _workspace(self) -> str:
        name = (self._given.workspace or "@mine").replace("@mine", "")
        if not name and not self._given.sandbox:
            name = os.environ.get("ASANA_WORKSPACE") or _settings().read().get("workspace")
        if name and name.isdecimal():
            return str(name)
        listed = self.client.workspaces.get_workspaces
        if name:
            from .._above.names import Names

            names: Names[Any] = Names(self.client, "workspace", "your account", listed)
            return str(names.named(name, {})["gid"])
        found = list(listed(fields=["name"]))
        if len(found) != 1 and not self._given.sandbox:
            shown = ", ".join(f"{each['gid']} ({each['name']})" for each in found)
            raise UsageError(f"which workspace? Give --workspace, or set ASANA_WORKSPACE: {shown}")
        return str(found[0]["gid"])

    @cached_property
    def project(self) -> str:
        """The gid of the project that is given."""
        name: str = self._given.project
        if name.isdecimal():
            return name
        return self.client.projects.named(self.workspace(), name)["gid"]


def keep_workspace(gid: str) -> None:
    """Keep the workspace that ``@mine`` stands for from now on."""
    with _settings().change() as settings:
        settings["workspace"] = gid


def _settings() -> "JsonFile":
    return config_file("config.json")


def fill(method: Method, words: Words, places: Places, given: Namespace) -> None:
    """Put the project and the workspace of a command where a method takes them.

    :raises UsageError: it takes no project, and one is given
    """
    if given.project and not _fill(method, words, "project", lambda: places.project):
        raise UsageError(f"{method.title} takes no --project")
    if len(words.gids) < method.required or given.workspace:
        _fill(method, words, "workspace", places.workspace)


def _fill(method: Method, words: Words, kind: str, gid: Callable[[], str]) -> bool:
    places = [at for at, name in enumerate(method.gids) if name in (kind, f"{kind}_gid")]
    if places and len(words.gids) < len(method.gids):
        words.gids.insert(places[0], gid())
        return True
    known, given = method.parameters(), words.parameters
    name = next((each for each in (kind, f"{kind}s", f"{kind}s_any") if each in known), None)
    if name is None or name in given or (kind == "workspace" and HOMES & given.keys()):
        return False
    given[name] = [gid()] if name == "projects" else gid()
    return True


# Custom fields


def to_values(method: Method, words: Words, places: Places) -> None:
    """Put custom fields by name among the parameters, as Asana takes them.

    :raises KeyError: there is no such field or option
    """
    raw = {name: value.value for name, value in words.custom.items() if isinstance(value, Raw)}
    if len(raw) == len(words.custom) and all(name.isdecimal() for name in raw):
        found: Any = raw
    else:
        fields = fields_for(method, words, places)
        values = {
            name: value.value if isinstance(value, Raw) else _value(fields, name, value)
            for name, value in words.custom.items()
        }
        search = method.verb == "GET"
        found = dict(fields.search(values))["custom_fields"] if search else fields.values(values)
    words.parameters["custom_fields"] = {**words.parameters.get("custom_fields", {}), **found}


def fields_for(method: Method, words: Words, places: Places) -> "Fields":
    """Return the custom fields that the records of a command have.

    :raises UsageError: the command does not say in which project or workspace it is
    """
    from ..fields import Fields

    client: Client = places.client
    of: Callable[..., Any] = client.custom_fields.of
    named = dict(zip(method.gids, words.gids))  # noqa: B905 - a command may leave some out
    if method.template.endswith("/{}") and method.template.count("{}") == 1 and method.gids:
        return _of_record(client, path(method.template, words.gids[0]))
    for kind in ("project", "portfolio", "goal"):
        gid = named.get(f"{kind}_gid") or named.get(kind) or words.parameters.get(kind)
        if gid:
            found: Fields = of(**{kind: gid})
            return found
    projects = _projects(words)
    if projects:
        return Fields(client, lambda: chain(*(of(gid).values() for gid in projects)))
    workspace = named.get("workspace_gid") or words.parameters.get("workspace")
    if workspace or method.gids == ():
        return client.custom_fields.of(workspace=workspace or places.workspace())
    raise UsageError("custom fields of which project? Give projects=, or the gid of the field")


def _projects(words: Words) -> list[str]:
    given = words.parameters.get("projects") or words.parameters.get("projects_any") or []
    projects = given.split(",") if isinstance(given, str) else list(given)
    memberships: Iterable[Any] = words.parameters.get("memberships") or ()
    return [*projects, *(each["project"] for each in memberships if "project" in each)]


def _of_record(client: Client, where: Any) -> "Fields":
    """Return the custom fields that a record has now, from all of its projects."""
    from ..fields import DEFINITION, Fields, no_custom_fields

    asked = [f"custom_fields.{name}" for name in DEFINITION]
    found = client.get(where, {}, fields=asked).get("custom_fields")
    if found is None:
        raise no_custom_fields()
    return Fields(client, lambda: found)


def _value(fields: "Fields", name: str, text: str) -> Any:
    """Return the value that a text has for a custom field."""
    base = name if name in fields else name.rpartition("__")[0] or name
    kind = fields[base]["resource_subtype"]
    if name != base and name.endswith("__is_set"):
        return value_of(name, text, {"type": "boolean"})
    if not text:
        return None
    if kind in ("multi_enum", "people", "reference"):
        return [each.strip() for each in text.split(",")]
    return value_of(name, text, {"type": "number" if kind == "number" else "string"})
