"""Handwritten data: a few lines with names instead of gids.

    {"projects": [{"name": "Launch", "sections": ["To do", "Done"]}],
     "tasks": [{"name": "Call the printer", "project": "Launch", "section": "To do"}]}

The handlers of the API create the records, so data that Asana rejects is rejected here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from asana.sandbox.data import history
from asana.sandbox.data.names import Names, pick, unknown
from asana.sandbox.data.problems import Place, expected, mapping, wrong
from asana.sandbox.errors import ApiError
from asana.sandbox.records import values as v
from asana.sandbox.records.homes import first_section
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Store

_WORKSPACE = {"name": "Sandbox"}
_USER = {"name": "Robin Sand", "email": "robin@example.com"}

# The keys of each kind of entry in addition to the writable fields of the API.
_OWN = {
    "workspaces": "name is_organization email_domains premium",
    "users": "name email token workspaces is_guest is_admin",
    "teams": "workspace members",
    "tags": "",
    "custom_fields": "",
    "projects": "sections members custom_fields",
    "tasks": "project section projects tags subtasks comments dependencies custom_fields",
}
_TYPES = {"teams": "team", "tags": "tag", "custom_fields": "custom_field"} | {
    "projects": "project",
    "tasks": "task",
}
# Fields that require gids, or that are set by another key.
_NOT = frozenset(["memberships", "parent", "likes", "liked", "organization", "html_notes"])

# The fields of workspaces and users, which have no operations.
_PARSERS: dict[str, v.Parser] = {
    **dict.fromkeys(("name", "email"), v.name),
    **dict.fromkeys(("is_organization", "premium", "is_guest", "is_admin"), v.boolean),
    "email_domains": lambda raw, where: [v.name(each, where) for each in v.array(raw, where)],
}

Entry = dict[str, Any]


def build(store: Store, data: Mapping[str, Any]) -> Record:
    """Fill an empty store from data, and return the main user."""
    return _Builder(store, data).build()


class _Builder:
    """Creates records in order, from the workspaces to the tasks."""

    def __init__(self, store: Store, data: Mapping[str, Any]) -> None:
        self.store = store
        self.data = data
        self.me = Record("", "user", {})
        self.waiting: list[tuple[Record, Any, Place]] = []  # tasks with their dependencies
        self.names = Names()

    def build(self) -> Record:
        """Create all records, and return the main user."""
        for key in self.data:
            if key not in (*_OWN, "me"):
                raise wrong(((), key), expected(key, (*_OWN, "me")))
        self._workspaces()
        self._users()
        for kind, make in (
            ("teams", self._team),
            ("tags", self._tag),
            ("custom_fields", self._custom_field),
            ("projects", self._project),
        ):
            for entry, place in self._entries(kind):
                make(entry, place)
        for entry, place in self._entries("tasks"):
            self._task(entry, place)
        for task, names, place in self.waiting:
            gids = [self._find("task", name, where).gid for name, where in _list(names, place)]
            self._do("add_dependencies_for_task", place, task, dependencies=gids)
        return self.me

    # People and places

    def _workspaces(self) -> None:
        for entry, place in self._entries("workspaces", _WORKSPACE):
            _require(entry, place, "name")
            _parse(entry, place)
            self.store.create("workspace", **{"is_organization": True, **entry})

    def _users(self) -> None:
        for number, (entry, place) in enumerate(self._entries("users", _USER)):
            email = _require(entry, place, "email")
            _parse(entry, place)
            if self.store.user_by_email(email):
                raise wrong(
                    (place, "email"),
                    (f"expected a unique email address, but {email} is already used"),
                )
            name = entry.get("name", email.partition("@")[0])
            user = self.store.create("user", name=name, email=email)
            if "token" in entry:
                user.values["token"] = _require(entry, place, "token")
            named = _list(entry.get("workspaces"), (place, "workspaces"))
            homes = [self._find("workspace", name, where) for name, where in named]
            for workspace in homes or self.store.all("workspace"):
                self.store.create(
                    "workspace_membership",
                    user=user,
                    workspace=workspace,
                    is_guest=entry.get("is_guest", False),
                    is_admin=entry.get("is_admin", number == 0),
                )
        self.me = self.store.all("user")[0]
        if "me" in self.data:
            self.me = self._find("user", self.data["me"], ((), "me"))

    def _team(self, entry: Entry, place: Place) -> None:
        workspace = self._workspace(entry, place)
        members = self._gids("user", entry.pop("members", None), (place, "members"))
        team = self._do("create_team", place, **entry, organization=workspace.gid)
        for gid in members:
            self._do("add_user_for_team", place, team, user=gid)

    def _tag(self, entry: Entry, place: Place) -> None:
        self._do("create_tag", place, **self._at_home(entry, place))

    def _custom_field(self, entry: Entry, place: Place) -> None:
        for n, option in enumerate(_list(entry.get("enum_options"), (place, "enum_options"))):
            if isinstance(option[0], str):
                entry["enum_options"][n] = {"name": option[0]}
        self._do("create_custom_field", place, **self._at_home(entry, place))

    # Projects

    def _project(self, entry: Entry, place: Place) -> None:
        sections = _list(entry.pop("sections", None), (place, "sections"))
        members = self._gids("user", entry.pop("members", None), (place, "members"))
        inside = (place, "custom_fields")
        fields = self._gids("custom_field", entry.pop("custom_fields", None), inside)
        if "team" in entry:
            team = self._find("team", entry["team"], (place, "team"))
            entry |= {"team": team.gid, "workspace": team["organization"].gid}
        for name in ("owner", "followers"):
            self._name_users(entry, name, place)
        project = self._do("create_project", place, **self._at_home(entry, place))
        untitled = first_section(project)
        for name, where in sections:
            self._do("create_section_for_project", where, project, name=name)
        if sections:
            self._do("delete_section", place, untitled)
        for gid in fields:
            self._do("add_custom_field_setting_for_project", place, project, custom_field=gid)
        if members:
            self._do("add_members_for_project", place, project, members=members)

    # Tasks

    def _task(self, entry: Entry, place: Place, parent: Record | None = None) -> None:
        subtasks, comments = entry.pop("subtasks", None), entry.pop("comments", None)
        dependencies = entry.pop("dependencies", None)
        entry["tags"] = self._gids("tag", entry.get("tags"), (place, "tags"))
        for name in ("assignee", "followers"):
            self._name_users(entry, name, place)
        if "custom_fields" in entry:
            entry["custom_fields"] = self._values(entry["custom_fields"], (place, "custom_fields"))
        if parent is None:
            self._place(entry, place)
            task = self._do("create_task", place, **entry)
            history.put_last(self.store, task)
        else:
            task = self._do("create_subtask_for_task", place, parent, **entry)
        for subtask, where in self._listed("tasks", subtasks, (place, "subtasks")):
            self._task(subtask, where, task)
        for comment, where in _list(comments, (place, "comments")):
            self._comment(task, comment, where)
        if dependencies is not None:
            self.waiting.append((task, dependencies, (place, "dependencies")))

    def _place(self, entry: Entry, place: Place) -> None:
        """Set the section, the projects or the workspace of a task."""
        named = entry.pop("projects", None)
        if "project" in entry:
            project = self._find("project", entry.pop("project"), (place, "project"))
            membership = {"project": project.gid}
            if "section" in entry:
                where = (place, "section")
                section = self.names.find(
                    project["sections"], project, entry.pop("section"), where, "section"
                )
                membership["section"] = section.gid
            entry["memberships"] = [membership]
        if named is not None:
            entry["projects"] = self._gids("project", named, (place, "projects"))
        if "section" in entry:
            raise wrong((place, "section"), "expected a project next to it")
        if named is None and "memberships" not in entry:
            entry["workspace"] = self._workspace(entry, place).gid

    def _comment(self, task: Record, comment: Any, place: Place) -> None:
        given = {"text": comment} if isinstance(comment, str) else mapping(comment, place)
        by = self.me
        if "by" in given:
            by = self._find("user", given["by"], (place, "by"))
        self._do("create_story_for_task", place, task, by, text=given.get("text"))

    def _values(self, given: Any, place: Place) -> dict[str, Any]:
        """Return custom field values by the gids of the fields; options are gids as well."""
        values = {}
        for name, value in mapping(given, place).items():
            field = self._find("custom_field", name, (place, name))
            values[field.gid] = self._value(field, value, (place, name))
        return values

    def _value(self, field: Record, value: Any, place: Place) -> Any:
        subtype = field["resource_subtype"]
        if subtype == "enum" and value is not None:
            return pick(field["enum_options"], value, place, "option").gid
        if subtype == "multi_enum":
            options = field["enum_options"]
            return [pick(options, each, where, "option").gid for each, where in _list(value, place)]
        if subtype == "people":
            return self._gids("user", value, place)
        if subtype == "date" and isinstance(value, str):
            return {"date": value}
        return value

    # Names

    def _find(self, type_name: str, name: Any, place: Place) -> Record:
        """Return the record with a name; users are also found by email address."""
        if type_name == "user" and name == "me" and self.me.gid:
            return self.me
        return self.names.find(self.store.of(type_name), type_name, name, place, type_name)

    def _gids(self, type_name: str, names: Any, place: Place) -> list[str]:
        return [self._find(type_name, name, where).gid for name, where in _list(names, place)]

    def _name_users(self, entry: Entry, name: str, place: Place) -> None:
        given = entry.get(name)
        if isinstance(given, list):
            entry[name] = self._gids("user", given, (place, name))
        elif given is not None:
            entry[name] = self._find("user", given, (place, name)).gid

    def _workspace(self, entry: Entry, place: Place) -> Record:
        """Return the workspace of an entry, by default the only one."""
        where = (place, "workspace")
        workspaces = self.store.all("workspace")
        if "workspace" not in entry and len(workspaces) > 1:
            raise unknown("expected the name of one of the workspaces", workspaces, where)
        name = entry.pop("workspace", workspaces[0].gid)
        return self._find("workspace", name, where)

    def _at_home(self, entry: Entry, place: Place) -> Entry:
        return {**entry, "workspace": self._workspace(entry, place).gid}

    # Entries

    def _entries(self, kind: str, default: Entry | None = None) -> Iterator[tuple[Entry, Place]]:
        given = self.data.get(kind, [])
        if given == [] and default is not None:
            given = [default]
        return self._listed(kind, given, ((), kind))

    def _listed(self, kind: str, given: Any, place: Place) -> Iterator[tuple[Entry, Place]]:
        """Yield valid copies of the entries of a list; a string is a name."""
        known = (*_OWN[kind].split(), *_writable(kind))
        for each, where in _list(given, place):
            entry = {"name": each} if isinstance(each, str) else dict(mapping(each, where))
            for key in entry:
                if key not in known:
                    raise wrong((where, key), expected(key, known))
            yield entry, where

    def _do(
        self,
        operation: str,
        place: Place,
        on: Record | None = None,
        by: Record | None = None,
        /,
        **data: Any,
    ) -> Record:
        """Perform an operation, by default as the main user."""
        try:
            return history.perform(self.store, by or self.me, operation, on, **data)
        except ApiError as error:
            raise wrong(place, error.message) from error


def _writable(kind: str) -> list[str]:
    if kind not in _TYPES:
        return []
    fields = TYPES[_TYPES[kind]].fields
    return [name for name, f in fields.items() if f.write != "never" and name not in _NOT]


def _list(given: Any, place: Place) -> list[tuple[Any, Place]]:
    """Return the items of a list with their positions; none for null."""
    if not isinstance(given, list | None):
        raise wrong(place, "expected a list")
    return [(each, (place, n)) for n, each in enumerate(given or [])]


def _require(entry: Entry, place: Place, name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise wrong((place, name), "expected a non-empty string")
    return value


def _parse(entry: Entry, place: Place) -> None:
    """Check the values that no operation reads."""
    for name, parser in _PARSERS.items():
        if name in entry:
            try:
                entry[name] = parser(entry[name], name)
            except ApiError as error:
                raise wrong(place, error.message) from error
