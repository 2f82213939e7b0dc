"""Custom fields by name: values to write, real values to read, filters to search by."""

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
from ._call.paths import path
from ._call.values import composed, plain, short
from .error import PremiumOnlyError
from .records import Record, gid_of, member, members

if TYPE_CHECKING:
    from ._verbs import Verbs
    from .types.compact import EnumOption
    from .types.custom_fields import CustomField
    from .types.searches import SearchByCustomFields

__all__ = ["DEFINITION", "Fields", "UnknownFieldError", "no_custom_fields"]

# What is requested of an enum option.
_OPTION = ("name", "enabled", "color")

# What is requested of each custom field.
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

_WHOLE = {"full_payload": False}  # records, whatever the client returns otherwise

NO_FIELDS = "Custom fields need a paid plan: the workspace has none"


class Fields(Mapping[str, "CustomField"]):
    """The custom fields of a project, portfolio, goal or workspace, by name.

    ``client.custom_fields.of`` makes it. It maps the name of each field to its record. If several
    fields have the same name, each of these stands under its gid instead. ``fields[...]``, and
    every method, take a gid in place of any name.

    It is a snapshot: fields and options that are added later are unknown until ``refresh``.
    Threads may share it.

    :ivar project: the gid of the project that the fields are of, or None
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

        Costs one request for every 100 fields.

        :raises PremiumOnlyError: the plan of the workspace has no custom fields
        """
        found = {gid_of(field): field for field in self._load()}
        for field in found.values():
            members(field, "enum_options")
        counts = Counter([*found, *(member(field, "name") for field in found.values())])
        gids = {
            name if counts[name := field["name"]] == 1 else gid: gid for gid, field in found.items()
        }
        self._known = found, gids  # at once, for threads that read

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

        :raises UnknownFieldError: there is none, or there are several
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
                    f"write the gid of one: {', '.join(same)}"
                )
        raise UnknownFieldError(f"no custom field {short(name)}{self._meant(name)}")

    def _meant(self, name: Any) -> str:
        """Return what a message says of the names that there are."""
        near = near_names(name, self, 1) if isinstance(name, str) else []
        question = f"; did you mean {near[0]!r}? There are " if near else "; there are "
        return question + (listed(self) or "none")

    # Reading

    @property
    def opt_fields(self) -> list[str]:
        """Return what to request of a record so that ``read`` finds the values of these fields.

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

        A text, formula or ID is a string, a number what ``numbers`` makes of its digits
        (``float``, or ``decimal.Decimal``), an enum the name of its option, a multi-enum the list
        of these, a date a ``date`` or an aware ``datetime``; people and references are lists of
        records. No value is None, or an empty list. A field that the record does not have is left
        out, and so is one that is not among these fields. Sends no request.

        :raises ValueError: the record lacks what ``opt_fields`` requests
        :raises PremiumOnlyError: the record is complete, and its plan has no custom fields
        """
        if not callable(numbers):
            raise TypeError(f"numbers is a function such as float, not {short(numbers)}")
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
        """Return values in the form in which ``custom_fields`` of a create or update takes them.

        A text field takes text of 1024 characters at most; a number field an int, float or
        ``Decimal``, which Asana rounds to the field's precision; an enum the name or gid of an
        option, a multi-enum a list of these; a date field a date, an aware datetime, or the text
        of one in ISO 8601; a people field users (records, gids, e-mail addresses or ``"me"``), a
        reference field records or gids, each as a list or alone. None clears a field.

        Sends no request, unless ``ensure`` is true and options are missing: see ``ensure_option``.
        These are created when all values have been checked. Without an argument, it is the method
        of any mapping and returns the records of the fields.

        :raises UnknownFieldError: a field or option is unknown, or its name is ambiguous
        :raises ValueError: a value cannot be written: the option is disabled, the field read-only,
            the text too long, the number not finite, the datetime without a time zone
        :raises TypeError: a value is not of the field's type
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
                raise ValueError(f"the custom field {field['name']!r} is there twice")
            found[field["gid"]] = list(value) if isinstance(value, Iterator) else value
        return found

    def _written(self, given: Mapping[str, Any], pick: Pick) -> dict[str, Any]:
        found = {}
        for gid, value in given.items():
            field = self._find(gid)
            write = type_of(field).write
            found[gid] = None if value is None or write is None else write(field, value, pick)
        return found

    # Searching

    def search(self, filters: Mapping[str, Any]) -> "SearchByCustomFields":
        """Return filters as the parameters of a search for tasks or projects.

        A key is the name of a field, with an operator behind two underscores: ``is_set`` for all
        types; ``value``, which a name alone stands for, for text, number, enum and date;
        ``contains``, ``starts_with`` and ``ends_with`` for text; ``less_than`` and
        ``greater_than`` for numbers; ``before`` and ``after`` for dates. Sends no request.

        >>> client.tasks.search_tasks_for_workspace(gid, fields.search({"Cost__greater_than": 5}))

        :raises UnknownFieldError: a field or option is unknown, or its name is ambiguous
        :raises ValueError: the field has no such operator
        :raises TypeError: an operand is not of the field's type
        """
        found: dict[str, Any] = {}
        for key, value in mapping("filters", filters).items():
            field, operator = self._split(key)
            name = f"{field['gid']}.{operator}"
            if name in found:
                raise ValueError(f"{operator} of the custom field {field['name']!r} is there twice")
            found[name] = _operand(field, operator, value)
        return {"custom_fields": found}

    def _split(self, key: Any) -> tuple[Record, str]:
        """Return the field and the operator that a key of a search names."""
        base, mark, operator = key.rpartition("__") if isinstance(key, str) else ("", "", "")
        fields = self._known[0]
        known = {*fields, *(field["name"] for field in fields.values())}
        if not mark or (base not in known and (key in known or operator not in OPERATORS)):
            return self._find(key), "value"
        field = self._find(base)
        operators = [*type_of(field).operators, "is_set"]
        if key in known:
            raise UnknownFieldError(
                f"{key!r} is a custom field, and may be an operator of {base!r}: write a gid: "
                f"{self._find(key)['gid']}, or {field['gid']}__{operator}"
            )
        if operator not in operators:
            raise ValueError(
                f"the custom field {base!r} cannot be searched by {short(operator)}; there "
                f"{'are' if len(operators) > 1 else 'is'} {listed(operators)}"
            )
        return field, operator

    # Options

    def ensure_option(self, field: str, name: str) -> "EnumOption":
        """Return the enabled enum option of a field with a name, which is created if it is missing.

        A disabled option is enabled again. Safe to call again: it looks for the option before it
        creates one, and after a create whose outcome is unknown, before another attempt. Threads of
        a process take turns; two processes that create the same option at the same time may both
        do so.

        Costs no request if the option is known, else one to look and one to create or enable it.

        :raises UnknownFieldError: there is no such field, or several options have the name
        :raises ValueError: the field has no options, or the name is blank
        :raises UnknownOutcomeError: the option may or may not have been created; call again
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
        # A create that the client repeats by itself would be one that nobody has looked for.
        options = {**_WHOLE, "fields": _OPTION, "retry_writes": False}
        return cast(Record, self._client.post(where, {"name": name}, **options))

    def _look(self, gid: str) -> Record:
        """Return a field with the options that it has now."""
        parts = [f"enum_options.{name}" for name in _OPTION]
        found = self._client.get(path("/custom_fields/{}", gid), {}, **_WHOLE, fields=parts)
        options = member(found, "enum_options", list) and members(found, "enum_options")
        fields = self._known[0]
        fields[gid] = {**fields[gid], "enum_options": options}
        return fields[gid]


def no_custom_fields() -> PremiumOnlyError:
    """Return the error of a workspace whose plan has no custom fields."""
    error = PremiumOnlyError()
    error.advice = NO_FIELDS
    return error


def _parts(record: Mapping[str, Any]) -> list[Record]:
    """Return the custom fields of a record, with its values."""
    if not isinstance(record, Mapping):
        raise TypeError(f"read takes the record of a task or the like, not {short(record)}")
    if record.get("custom_fields") is not None:
        return cast("list[Record]", member(record, "custom_fields", list))
    if record.keys() >= _ALWAYS:
        raise no_custom_fields()
    raise ValueError(
        "the record has no custom_fields: request fields=[..., *fields.opt_fields]; "
        "on a free plan Asana leaves them out"
    )


def _noted(field: Record, value: Any, lacking: list[tuple[Record, str]]) -> str:
    """Return the name of an option, and note one that there is not yet, or that is disabled."""
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
            raise TypeError(f"is_set is True or False, not {short(value)}")
        return value
    form = type_of(field).operators.get(operator)
    if form is None:
        raise ValueError(
            f"the custom field {field['name']!r} can be searched only by is_set: "
            f"write {field['name'] + '__is_set'!r}"
        )
    if value is None:
        raise ValueError(f"None: to find what has no value, write {field['name'] + '__is_set'!r}")
    return form(field, value)


def __dir__() -> list[str]:
    return __all__
