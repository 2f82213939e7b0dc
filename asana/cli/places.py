"""Where a command acts: its client, its workspace and project, and its custom fields."""

from argparse import Namespace
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import login, schema
from ..client import Client
from ..error import MissingTokenError
from ..schema._methods import Method
from ..session import BearerSession
from .failures import UsageError
from .words import Words, file_text

if TYPE_CHECKING:
    from ..fields import Fields

__all__ = ["Places", "client_of"]

# These have a workspace already.
HOMES = {"memberships", "parent", "project", "projects", "section", "tag", "user_task_list"}


def client_of(given: Namespace, **options: Any) -> Client:
    """Return the client of a command."""
    options = {"strict": True, "read_only": given.read_only, **options}
    if given.timeout is not None:
        options["deadline"] = given.timeout
    if given.sandbox:
        sandbox: Client = given.sandbox.client(**options)
        return sandbox
    if given.token_file:
        token, source = file_text(given.token_file), f"the token in {given.token_file}"
        if not token.strip():
            raise MissingTokenError(f"{given.token_file} is empty", "Write an access token there")
        return Client(BearerSession(token, login.base_url(), source), **options)
    try:
        return login.client(**options)
    except MissingTokenError:
        if given.dry_run:
            return Client.access_token(None, **options)
        raise


class Places:
    """The records that a command names; each is looked up when it is first needed."""

    def __init__(self, client: Client, given: Namespace) -> None:
        self.client = client
        self._given = given

    def who(self, word: str) -> str:
        """Return the gid that ``@me`` or ``@mine`` stands for; other words are returned as is."""
        if word == "@me":
            return "me"
        return self.workspace if word == "@mine" else word

    @cached_property
    def workspace(self) -> str:
        """The gid of the workspace: given, configured, or the only one."""
        name = self._given.workspace
        if name and name != "@mine":
            return login.workspace_named(self.client, name)
        if self._given.sandbox:
            return next(self.client.workspaces.get_workspaces())["gid"]
        return login.workspace(self.client)

    @cached_property
    def project(self) -> str:
        """The gid of the project that is given."""
        name: str = self._given.project
        if name.isdecimal():
            return name
        return self.client.projects.named(self.workspace, name)["gid"]

    def fill(self, method: Method, words: Words) -> None:
        """Add the project and the workspace of the options where a method takes them."""
        if self._given.project and not _fill(method, words, "project", lambda: self.project):
            raise UsageError(f"{method.title} takes no --project")
        if len(words.gids) < method.required or self._given.workspace:
            _fill(method, words, "workspace", lambda: self.workspace)

    def to_values(self, method: Method, words: Words) -> None:
        """Add custom fields by name to the parameters, as Asana takes them."""
        found = {name: each for name, each in words.custom.items() if not isinstance(each, str)}
        if len(found) < len(words.custom) or not all(map(str.isdecimal, found)):
            texts = {name: each for name, each in words.custom.items() if name not in found}
            fields = self.fields(method, words)
            found |= fields.from_texts(texts)
            searched = fields.search(found) if method.verb == "GET" else {}
            found = dict(searched.get("custom_fields") or fields.values(found))
        words.parameters["custom_fields"] = {**words.parameters.get("custom_fields", {}), **found}

    def fields(self, method: Method, words: Words) -> "Fields":
        """Return the custom fields that the records of a command have."""
        named = words.named(method)
        if not method.gids and not HOMES & named.keys():
            named.setdefault("workspace", self.workspace)
        return schema.custom_fields(self.client, method.title, named)


def _fill(method: Method, words: Words, kind: str, gid: Callable[[], str]) -> bool:
    """Add a gid where a method takes it, and return whether it does."""
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
