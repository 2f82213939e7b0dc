"""Custom fields by name: write values, read values, and search."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from typing import TYPE_CHECKING, Any, cast, overload

from ._above.field_types import (
    OPERATORS,
    Numbers,
    Pick,
    UnknownFieldError,
    enabled_option,
    find_option,
    from_text,
    has_options,
    listed,
    option_name,
    read,
    read_only_because,
    type_of,
)
from ._above.once import found_or_made, turn
from ._call.near import near_names
from ._call.parts import mapping
from ._call.paths import Path, path
from ._call.values import composed, plain, short
from .error import PremiumOnlyError
from .records import Record, gid_of, member, members

if TYPE_CHECKING:
    from ._verbs import Verbs
    from .types.compact import EnumOption
    from .types.custom_fields import CustomField
    from .types.searches import SearchByCustomFields

__all__ = ["DEFINITION", "Fields", "UnknownFieldError", "fields_of_record", "no_custom_fields"]

# The fields to request of an enum option.
_OPTION = ("name", "enabled", "color")

# The fields to request of each custom field.
DEFINITION = (
    "name",
    "resource_subtype",
    "type",
    "representation_type",
    *(f"enum_options.{name}" for name in _OPTION),
    "precision",
    "format",
    "currency_code",
    "id_prefix",
    "input_restrictions",
    "is_formula_field",
    "is_value_read_only",
    "is_global_to_workspace",
)

# A complete record of a task or project has these, however its fields were requested.
_ALWAYS = frozenset(["created_at", "modified_at", "permalink_url", "followers", "workspace"])

OMITTED: Any = object()

_WHOLE = {"full_payload": False}  # return records, whatever the option of the client

NO_FIELDS = "Custom fields need a paid plan: the workspace has none"


class Fields(Mapping[str, "CustomField"]):
    """The custom fields of a project, portfolio, goal or workspace, by name.

    Get it from ``client.custom_fields.of``. It maps the name of each field to its record. If
    several fields have the same name, the key of each is its gid instead. ``fields[...]`` and all
    methods accept a gid instead of a name.

    It is a snapshot: call ``refresh`` to see fields and options that are added later. Threads can
    share it.

    :ivar project: the gid of the project of the fields, or None
    """

    def __init__(
        self, client: "Verbs", load: Callable[[], Iterable[Record]], project: str | None = None
    ) -> None:
        self.project = project
        self._client = client
        self._load = load
        self.refresh()

    def refresh(self) -> None:
        """List the fields again.

        Sends one request for every 100 fields.

        :raises PremiumOnlyError: the plan of the workspace does not include custom fields
        """
        found = {gid_of(field): field for field in self._load()}
        for field in found.values():
            members(field, "enum_options")
        counts = Counter([*found, *(member(field, "name") for field in found.values())])
        gids = {
            name if counts[name := field["name"]] == 1 else gid: gid for gid, field in found.items()
        }
        self._known = found, gids  # one assignment, for threads that read

    def __getitem__(self, name: str) -> "CustomField":
        return cast("CustomField", self._find(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._known[1])

    def __len__(self) -> int:
        return len(self._known[1])

    def __repr__(self) -> str:
        return f"<Fields {listed(self)}>"

    def _find(self, name: Any) -> Record:
        """Return the field with a name or gid.

        :raises UnknownFieldError: the name is unknown or ambiguous
        """
        name = plain(name)
        fields, gids = self._known
        if isinstance(name, str):
            gid = gids.get(name, name)
            if gid in fields:
                return fields[gid]
            same = [gid for gid in fields if composed(fields[gid]["name"]) == composed(name)]
            if len(same) == 1:
                return fields[same[0]]
            if same:
                raise UnknownFieldError(
                    f"{len(same)} custom fields are named {name!r}: "
                    f"use the gid of one: {', '.join(same)}"
                )
        raise UnknownFieldError(f"no custom field {short(name)}{self._meant(name)}")

    def _meant(self, name: Any) -> str:
        """Return the part of a message that suggests and lists known names."""
        near = near_names(name, self, 1) if isinstance(name, str) else []
        question = f"; did you mean {near[0]!r}? There are " if near else "; there are "
        return question + (listed(self) or "none")

    # Reading

    @property
    def opt_fields(self) -> list[str]:
        """Return the fields to request of a record so that ``read`` finds the values.

        ``client.tasks.get_tasks_for_project(gid, fields=["name", *fields.opt_fields])``
        """
        kinds = {type_of(field): None for field in self._known[0].values()}
        names = [
            ".".join(filter(None, ("custom_fields", kind.member, part)))
            for kind in kinds
            for part in kind.parts or ("",)
        ]
        return names or ["custom_fields.name"]

    def read(self, record: Mapping[str, Any], *, numbers: Numbers = float) -> dict[str, Any]:
        """Return the values of a task, project, portfolio or goal by the names of their fields.

        The value of a text, formula or ID field is a string, of a number field a number of the
        type ``numbers`` (``float``, or ``decimal.Decimal``), of an enum field the name of the
        option, of a multi-enum field a list of names, of a date field a ``date`` or an aware
        ``datetime``, of a people or reference field a list of records. A field without a value is
        None, or an empty list. Fields that the record does not have, or that are not among these
        fields, are left out. Sends no request.

        :raises ValueError: the record lacks a field of ``opt_fields``
        :raises PremiumOnlyError: the record is complete, and the plan has no custom fields
        """
        if not callable(numbers):
            raise TypeError(f"numbers must be a function such as float, not {short(numbers)}")
        fields, gids = self._known
        parts = {gid_of(part): part for part in _parts(record)}
        return {
            name: read(fields[gid], parts[gid], numbers)
            for name, gid in gids.items()
            if gid in parts
        }

    # Writing

    @overload
    def values(self) -> "ValuesView[CustomField]": ...
    @overload
    def values(self, values: Mapping[str, Any], *, ensure: bool = False) -> dict[str, Any]: ...
    def values(self, values: Any = OMITTED, *, ensure: bool = False) -> Any:
        """Return values by name as ``custom_fields`` for a create or an update.

        A text field takes a string of at most 1024 characters; a number field an int, float or
        ``Decimal``, which Asana rounds to the field's precision; an enum field the name or gid of
        an option; a multi-enum field a list of options; a date field a date, an aware datetime, or
        an ISO 8601 string; a people field one user or a list (records, gids, email addresses or
        ``"me"``); a reference field one record or gid, or a list. None clears a field.

        Sends no request, unless ``ensure`` is true and options are missing: see ``ensure_option``.
        Missing options are created after all values have been checked. Without an argument, it is
        the ``values()`` of a mapping and returns the records of the fields.

        :raises UnknownFieldError: a field or option is unknown, or its name is ambiguous
        :raises ValueError: a value cannot be written: the option is disabled, the field is
            read-only, the string is too long, the number is not finite, or the datetime has no
            time zone
        :raises TypeError: a value does not fit the type of the field
        """
        if values is OMITTED:
            return super().values()
        given = self._given(values)
        if ensure:
            lacking: list[tuple[Record, str]] = []
            self._written(given, lambda field, value: _noted(field, value, lacking))
            for field, name in lacking:
                self.ensure_option(field["gid"], name)
        return self._written(given, enabled_option)

    def _given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values by the gids of their fields, with iterators read."""
        found: dict[str, Any] = {}
        for name, value in mapping("values", values).items():
            field = self._find(name)
            reason = read_only_because(field)
            if reason:
                raise ValueError(f"the custom field {field['name']!r} is read-only: {reason}")
            if field["gid"] in found:
                raise ValueError(f"the custom field {field['name']!r} is given twice")
            found[field["gid"]] = list(value) if isinstance(value, Iterator) else value
        return found

    def _written(self, given: Mapping[str, Any], pick: Pick) -> dict[str, Any]:
        found = {}
        for gid, value in given.items():
            field = self._find(gid)
            write = type_of(field).write
            found[gid] = None if value is None or write is None else write(field, value, pick)
        return found

    def from_texts(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Return values for ``values`` or ``search`` from texts, such as those of a form.

        A number field takes the text of a number, a multi-enum, people or reference field a list
        with commas, ``is_set`` of a search ``true`` or ``false``. An empty text is None. Sends no
        request.

        :param texts: texts by the names of the fields; an operator of a search can follow a name
        :raises UnknownFieldError: a field is unknown, or its name is ambiguous
        :raises ValueError: the field takes numbers, or true or false, and the text is neither
        """
        return {name: self._from_text(name, text) for name, text in texts.items()}

    def _from_text(self, name: str, text: str) -> Any:
        field, operator = self._split(name)
        if operator == "is_set":
            if text.lower() not in ("true", "false"):
                raise ValueError(f"{name} is true or false, not {short(text)}")
            return text.lower() == "true"
        return from_text(field, text) if text else None

    # Searching

    def search(self, filters: Mapping[str, Any]) -> "SearchByCustomFields":
        """Return filters as the parameters of a search for tasks or projects.

        A key is the name of a field, followed by two underscores and an operator: ``is_set`` for
        all types; ``value`` for text, number, enum and date, which is also the default;
        ``contains``, ``starts_with`` and ``ends_with`` for text; ``less_than`` and
        ``greater_than`` for numbers; ``before`` and ``after`` for dates. Sends no request.

        >>> client.tasks.search_tasks_for_workspace(gid, fields.search({"Cost__greater_than": 5}))

        :raises UnknownFieldError: a field or option is unknown, or its name is ambiguous
        :raises ValueError: the field does not support the operator
        :raises TypeError: a value does not fit the type of the field
        """
        found: dict[str, Any] = {}
        for key, value in mapping("filters", filters).items():
            field, operator = self._split(key)
            name = f"{field['gid']}.{operator}"
            if name in found:
                raise ValueError(f"{operator} of the custom field {field['name']!r} is given twice")
            found[name] = _operand(field, operator, value)
        return {"custom_fields": found}

    def _split(self, key: Any) -> tuple[Record, str]:
        """Return the field and the operator that a key of a search names."""
        if not isinstance(key, str) or "__" not in key:
            return self._find(key), "value"
        base, _, operator = key.rpartition("__")
        fields = self._known[0]
        known = {*fields, *(field["name"] for field in fields.values())}
        if base not in known and (key in known or operator not in OPERATORS):
            return self._find(key), "value"
        field = self._find(base)
        operators = [*type_of(field).operators, "is_set"]
        if key in known:
            raise UnknownFieldError(
                f"{key!r} is a custom field, and could be an operator of {base!r}; use a gid: "
                f"{self._find(key)['gid']}, or {field['gid']}__{operator}"
            )
        if operator not in operators:
            raise ValueError(
                f"the custom field {base!r} cannot be searched by {short(operator)}; "
                f"use {listed(operators)}"
            )
        return field, operator

    # Options

    def ensure_option(self, field: str, name: str) -> "EnumOption":
        """Return the enum option of a field with a name, and create it if it does not exist.

        A disabled option is enabled again. You can call it repeatedly: it lists the options before
        it creates one, and after a create whose outcome is unknown, before another attempt. Threads
        of a process take turns; two processes that create the same option at the same time can
        create it twice.

        Sends no request if the option is known, otherwise one to list the options and one to create
        or enable it.

        :raises UnknownFieldError: the field is unknown, or several options have the name
        :raises ValueError: the field has no options, or the name is blank
        :raises UnknownOutcomeError: the outcome of the create is unknown, and the option is not
            listed; call again
        """
        found = self._find(field)
        if not has_options(found):
            raise ValueError(f"the custom field {found['name']!r} has no options")
        name = option_name(found, name).strip()
        if not name:
            raise ValueError(f"an option of the custom field {found['name']!r} needs a name")
        with turn("option", found["gid"]):
            option = find_option(self._find(found["gid"]), name)
            if option is None or not option.get("enabled", True):
                option = self._ensured(found["gid"], name)
        return cast("EnumOption", option)

    def _ensured(self, gid: str, name: str) -> Record:
        option, created = found_or_made(
            lambda: find_option(self._look(gid), name), lambda: self._created(gid, name)
        )
        if created and find_option(self._known[0][gid], name) is None:
            self._known[0][gid]["enum_options"].append(option)
        if not option.get("enabled", True):
            self._client.put(path("/enum_options/{}", option["gid"]), {"enabled": True}, **_WHOLE)
            option["enabled"] = True
        return option

    def _created(self, gid: str, name: str) -> Record:
        where = path("/custom_fields/{}/enum_options", gid)
        # Without automatic retries, so that the caller looks for the option before another attempt.
        options = {**_WHOLE, "fields": _OPTION, "retry_writes": False}
        return cast(Record, self._client.post(where, {"name": name}, **options))

    def _look(self, gid: str) -> Record:
        """Return a field with its current options."""
        parts = [f"enum_options.{name}" for name in _OPTION]
        found = self._client.get(path("/custom_fields/{}", gid), {}, **_WHOLE, fields=parts)
        options = member(found, "enum_options", list) and members(found, "enum_options")
        fields = self._known[0]
        fields[gid] = {**fields[gid], "enum_options": options}
        return fields[gid]


def fields_of_record(client: "Verbs", where: Path) -> Fields:
    """Return the custom fields that a task, project, portfolio or goal has now.

    A task has those of all its projects. Sends one request.

    :param where: the path of the record
    :raises PremiumOnlyError: the plan of the workspace does not include custom fields
    """

    def load() -> list[Record]:
        asked = [f"custom_fields.{name}" for name in DEFINITION]
        found = client.get(where, {}, **_WHOLE, fields=asked).get("custom_fields")
        if found is None:
            raise no_custom_fields()
        return cast("list[Record]", found)

    return Fields(client, load)


def no_custom_fields() -> PremiumOnlyError:
    """Return the error for a workspace whose plan does not include custom fields."""
    error = PremiumOnlyError()
    error.advice = NO_FIELDS
    return error


def _parts(record: Mapping[str, Any]) -> list[Record]:
    """Return the custom fields of a record, with its values."""
    if not isinstance(record, Mapping):
        raise TypeError(f"record must be a dictionary, such as a task, not {short(record)}")
    if record.get("custom_fields") is not None:
        return cast("list[Record]", member(record, "custom_fields", list))
    if record.keys() >= _ALWAYS:
        raise no_custom_fields()
    raise ValueError(
        "the record has no custom_fields: request fields=[..., *fields.opt_fields]; "
        "on a free plan, Asana omits them"
    )


def _noted(field: Record, value: Any, lacking: list[tuple[Record, str]]) -> str:
    """Return the name of an option, and collect it if it does not exist or is disabled."""
    name = option_name(field, value).strip()
    option = find_option(field, name)
    if not name:
        raise ValueError(f"an option of the custom field {field['name']!r} needs a name")
    if (option is None or not option.get("enabled", True)) and (field, name) not in lacking:
        lacking.append((field, name))
    return name


def _operand(field: Record, operator: str, value: Any) -> Any:
    if operator == "is_set":
        if not isinstance(value, bool):
            raise TypeError(f"is_set must be True or False, not {short(value)}")
        return value
    form = type_of(field).operators.get(operator)
    if form is None:
        raise ValueError(
            f"the custom field {field['name']!r} can be searched only by is_set: "
            f"use {field['name'] + '__is_set'!r}"
        )
    if value is None:
        raise ValueError(
            f"None is not a value: to search for empty fields, use {field['name'] + '__is_set'!r}"
        )
    return form(field, value)


def __dir__() -> list[str]:
    return __all__
