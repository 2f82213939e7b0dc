"""Restore an export: prepare a project for the rows, and import them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from .._above.field_types import read_only_because
from .._call.paths import path, route
from .._call.values import short
from ..error import PremiumOnlyError
from ..fields import Fields
from ..importing import Importer
from ..records import Record, gid_of
from .asked import Restored
from .reading import manifest_of, records
from .rows import Rows, writable

if TYPE_CHECKING:
    import os

    from .._verbs import Verbs

__all__ = ["restore"]

# The types of custom fields that can be created and written.
WRITABLE = ("text", "number", "enum", "multi_enum", "date", "people")

# The properties copied to a new custom field.
OF_A_FIELD = (
    "resource_subtype",
    "description",
    "precision",
    "format",
    "currency_code",
    "custom_label",
    "custom_label_position",
)


def restore(
    client: "Verbs",
    project: str,
    folder: "str | os.PathLike[str]",
    journal: "str | os.PathLike[str]",
    dry_run: bool,
    options: Mapping[str, Any],
) -> Restored:
    """Import the export of a project into another project: see ``client.projects.restore``."""
    if "project" not in manifest_of(folder):
        raise ValueError(f"{short(folder)} has no export of a project; pass the folder of one")
    target = _Target(client, project, folder)
    if not dry_run:
        target.prepare()
    rows = Rows(folder, target.users, target.fields(), target.is_at_home)
    with Importer(client, project, journal, dry_run=dry_run, **options) as importer:
        importer.rows(rows)
        report = importer.run()
    lost = Counter(target.lost) + rows.lost
    return Restored(report, [f"{count} {what}" for what, count in sorted(lost.items())])


class _Target:
    """The project that tasks are restored to.

    :ivar users: the users in this workspace, by their gids in the export
    :ivar is_at_home: whether the export is from the same workspace
    """

    def __init__(self, client: "Verbs", project: str, folder: Any) -> None:
        self.client: Any = client
        self.gid = project
        self.folder = folder
        self.lost: Counter[str] = Counter()
        found = ["name", "html_notes", "workspace.name"]
        self.record = client.get(path("/projects/{}", project), {}, fields=found)
        [self.source] = records(folder, "project")
        self.workspace = gid_of(self.record["workspace"])
        self.is_at_home = self.workspace == self.source["workspace"]["gid"]
        self.users = self._people()
        self._fields = self._known_fields()
        self._settings = [*records(folder, "custom_field_settings")]

    def _people(self) -> dict[str, str]:
        """Return the gids of the workspace's users, by their gids in the export."""
        listed: Iterable[Any] = self.client.get_collection(
            route("/users"),
            {"workspace": self.workspace},
            fields=["name", "email"],
            item_limit=None,
        )
        gids: dict[str, str] = {}
        for user in listed:
            gids[_folded(user.get("email")) or user["gid"]] = user["gid"]
            if self.is_at_home:
                gids[user["gid"]] = user["gid"]
        found = {}
        for user in records(self.folder, "users"):
            same = gids.get(_folded(user.get("email"))) or gids.get(user["gid"])
            if same is not None:
                found[user["gid"]] = same
        return found

    def _known_fields(self) -> Fields | None:
        """Return the custom fields of the project; None without a paid plan."""
        try:
            return cast(Fields, self.client.custom_fields.of(self.gid))
        except PremiumOnlyError:
            return None

    # -- what the rows need

    def prepare(self) -> None:
        """Create the sections, tags and custom fields that are missing, and copy the notes."""
        self._prepare_sections()
        self._prepare_tags()
        if self._fields is not None:
            for setting in self._settings:
                self._prepare_field(self._fields, setting)
        html = writable(self.source.get("html_notes"), "project", self.is_at_home)
        if html is not None and self.record.get("html_notes") in (None, "<body></body>"):
            self.client.put(path("/projects/{}", self.gid), {"html_notes": html})

    def _prepare_sections(self) -> None:
        where = path("/projects/{}/sections", self.gid)
        there = [*self.client.get_collection(where, {}, fields=["name"], item_limit=None)]
        wanted = [section["name"] for section in records(self.folder, "sections")]
        names = Counter(wanted)
        for name, count in names.items():
            if count > 1:
                self.lost[f"sections named {name}, which are merged"] += count
        known = {section["name"] for section in there}
        if len(there) == 1 and wanted and not known & names.keys() and self._is_empty(there[0]):
            # Reuse the section of a new project.
            self.client.put(path("/sections/{}", gid_of(there[0])), {"name": wanted[0]})
            known = {wanted[0]}
        for name in names:
            if name not in known:
                self.client.sections.ensure(self.gid, name)

    def _is_empty(self, section: Record) -> bool:
        where = path("/sections/{}/tasks", gid_of(section))
        return not [*self.client.get_collection(where, {}, item_limit=1, fields=["gid"])]

    def _prepare_tags(self) -> None:
        """Create the missing tags, with their colors."""
        where = path("/workspaces/{}/tags", self.workspace)
        listed = self.client.get_collection(where, {}, fields=["name"], item_limit=None)
        known = {tag["name"] for tag in listed}
        for tag in records(self.folder, "tags"):
            if tag["name"] not in known:
                color = {"color": tag["color"]} if tag.get("color") else {}
                self.client.tags.ensure(self.workspace, tag["name"], **color)

    def fields(self) -> list[str]:
        """Return the names of the custom fields that the project has with the same types."""
        found = []
        for setting in self._settings:
            name, kind = (setting["custom_field"].get(key) for key in ("name", "resource_subtype"))
            field: Any = (self._fields or {}).get(name)
            if field is None or field.get("resource_subtype") != kind or read_only_because(field):
                self.lost[f"custom field {name}"] += 1
            else:
                found.append(name)
        return found

    def _prepare_field(self, fields: Fields, setting: Record) -> None:
        """Add a custom field to the project, and its missing enum options."""
        wanted = setting["custom_field"]
        name, kind = wanted["name"], wanted.get("resource_subtype")
        if name not in fields:
            field = self._field_of_workspace(wanted)
            if field is None or field.get("resource_subtype") != kind:
                return
            where = path("/projects/{}/addCustomFieldSetting", self.gid)
            important = bool(setting.get("is_important"))
            self.client.post(where, {"custom_field": gid_of(field), "is_important": important})
            fields.refresh()
        there = {each["name"] for each in _options(fields[name])}
        if fields[name].get("resource_subtype") == kind:
            for option in _options(wanted):
                if option["name"] not in there:
                    fields.ensure_option(name, option["name"])

    def _field_of_workspace(self, wanted: Record) -> Any:
        """Return the workspace's custom field; create it if possible."""
        name, kind = wanted["name"], wanted.get("resource_subtype")
        if kind in WRITABLE and not read_only_because(wanted):
            return self.client.custom_fields.ensure(self.workspace, name, **_new_field(wanted))
        try:
            return self.client.custom_fields.named(self.workspace, name)
        except LookupError:
            return None


def _options(field: Any) -> list[Any]:
    """Return the enabled options of a custom field."""
    return [each for each in field.get("enum_options") or () if each.get("enabled", True)]


def _new_field(wanted: Record) -> Record:
    """Return the properties copied to a new custom field."""
    new = {key: wanted[key] for key in OF_A_FIELD if wanted.get(key) not in (None, "")}
    if wanted.get("enum_options"):
        new["enum_options"] = [
            {"name": each["name"], "color": each.get("color")} for each in _options(wanted)
        ]
    return new


def _folded(email: Any) -> str:
    return email.casefold() if isinstance(email, str) else ""
