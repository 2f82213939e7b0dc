"""The project of an import: its users, custom fields, sections and tags."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from .._above.names import Names
from .._call.complete import complete, for_one
from .._call.paths import path, route
from ..error import PremiumOnlyError
from ..records import Record, gid_of, member
from .clock import since

if TYPE_CHECKING:
    from .._verbs import Verbs
    from ..fields import Fields

__all__ = ["Named", "Project", "asked", "listed"]


def listed(*fields: str) -> dict[str, Any]:
    """Return the options of a complete listing, which override those of the client."""
    return complete({"fields": fields}, {}, (), ())


def asked(*fields: str) -> dict[str, Any]:
    """Return the options of a request for one record, which override those of the client."""
    return for_one(listed(*fields))


class Project:
    """The project of an import. Its data is requested on first use.

    :ivar tags: the tags of the workspace; created ones are added
    :ivar sections: the sections of the project; created ones are added
    """

    def __init__(self, client: "Verbs", gid: str) -> None:
        self.client = client
        self.gid = gid
        record = client.get(path("/projects/{}", gid), {}, **asked("name", "workspace.name"))
        self.workspace = gid_of(member(record, "workspace", dict))

    @cached_property
    def me(self) -> str:
        """The gid of the client's user."""
        return gid_of(self.client.get(path("/users/{}", "me"), {}, **asked("name")))

    @cached_property
    def tags(self) -> "Named":
        """The tags of the workspace."""
        return Named(self.client, "tag", self.workspace, self.list_tags)

    @cached_property
    def sections(self) -> "Named":
        """The sections of the project."""
        return Named(self.client, "section", self.gid, self.list_sections)

    @cached_property
    def users(self) -> "Named":
        """The users of the workspace."""
        return Named(self.client, "user", self.workspace, self._list_users, ("name", "email"))

    def list_tags(self) -> Iterable[Record]:
        """List the current tags."""
        where = path("/workspaces/{}/tags", self.workspace)
        return self.client.get_collection(where, {}, **listed("name"))

    def list_sections(self) -> Iterable[Record]:
        """List the current sections."""
        where = path("/projects/{}/sections", self.gid)
        return self.client.get_collection(where, {}, **listed("name"))

    def _list_users(self) -> Iterable[Record]:
        query = {"workspace": self.workspace}
        return self.client.get_collection(route("/users"), query, **listed("name", "email"))

    def user(self, name: str) -> str:
        """Return the gid of the user with a name, an email address or a gid.

        :raises LookupError: no user matches, or several do
        """
        if name == "me":
            return self.me
        if name in self.users.gids:
            return name
        return self.users.named(name)

    @cached_property
    def fields(self) -> "Fields | None":
        """The custom fields of the project; None if the plan does not include them."""
        client = cast(Any, self.client)
        try:
            return cast("Fields", client.custom_fields.of(self.gid))
        except PremiumOnlyError:
            return None

    def recent(self, began: float, fields: Iterable[str]) -> Iterable[Record]:
        """List the tasks of the project that were created or modified since a time."""
        query = {"project": self.gid, "modified_since": since(began)}
        return self.client.get_collection(route("/tasks"), query, **listed(*fields))


class Named:
    """Records of one kind by name; listed once, extended by those created later."""

    def __init__(
        self,
        client: "Verbs",
        kind: str,
        place: str,
        listing: Callable[[], Iterable[Record]],
        keys: tuple[str, ...] = ("name",),
    ) -> None:
        self._names: Names[Any] = Names(client, kind, place, self._listed, keys=keys)
        self._listing = listing
        self.refresh()

    def refresh(self) -> None:
        """List the records again."""
        self.records = list(self._listing())
        self.gids = {gid_of(record) for record in self.records}
        self._found: dict[str, str] = {}

    def _listed(self, **options: Any) -> Iterable[Mapping[str, Any]]:
        return self.records

    def find(self, name: str) -> str | None:
        """Return the gid of the record with a name, or None.

        :raises LookupError: several records have the name
        """
        if name not in self._found:
            found = self._names.match(name, self.records)
            if found is None:
                return None
            self._found[name] = gid_of(found)
        return self._found[name]

    def named(self, name: str) -> str:
        """Return the gid of the record with a name.

        :raises LookupError: no record has the name, or several have it
        """
        return gid_of(self._names.named(name, {}))

    def add(self, name: str, gid: str) -> None:
        """Add a record that was created."""
        self.records.append({"gid": gid, "name": name})
        self.gids.add(gid)
