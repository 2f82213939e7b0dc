"""The definitions of each name in the types of the client and in the tables of facts."""

import csv
import importlib
import pkgutil
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from types import ModuleType, NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin, is_typeddict

import asana.types as package
from tests.words.facts import DATA, Field, Parameter, Result

MODULES: dict[str, ModuleType] = {
    found.name: importlib.import_module(f"asana.types.{found.name}")
    for found in pkgutil.iter_modules(package.__path__)
}


class Correction(NamedTuple):
    """An intentional difference between a type and the facts for a name."""

    where: str
    name: str
    facts: str
    ours: str
    reason: str


class Said(NamedTuple):
    """The definition of a name: its kinds, whether it can be null, and its closed set of values."""

    kinds: frozenset[str]
    nullable: bool
    values: frozenset[str]

    def kind(self) -> str:
        return "|".join(sorted(self.kinds) + ["null"] * self.nullable)

    def __str__(self) -> str:
        return f"{self.kind()} {','.join(sorted(self.values))}".strip()


def rows(name: str, kind: Any) -> list[Any]:
    """Return the rows of a table of facts."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [kind(**row) for row in csv.DictReader(file, delimiter="\t")]


FIELDS: list[Field] = rows("records", Field)
PARAMETERS: list[Parameter] = rows("parameters", Parameter)
RESULTS: list[Result] = rows("results", Result)
CORRECTIONS: list[Correction] = rows("corrections", Correction)


# -- the types


def _names() -> dict[str, Any]:
    """Return the names in annotations, which modules import only for type checkers."""
    found: dict[str, Any] = {"Any": Any, "Iterable": Iterable, "Literal": Literal}
    for module in MODULES.values():
        found |= {name: getattr(module, name) for name in module.__all__}
    more = {"Mapping": Mapping, "Callable": Callable}
    return {**found, **more, "Date": str | date, "DateTime": str | datetime}


NAMES = _names()
TYPES: dict[str, Any] = {name: kind for name, kind in NAMES.items() if is_typeddict(kind)}
INPUTS = {name for name, kind in TYPES.items() if not kind.__total__}


@cache
def hints(name: str) -> dict[str, Any]:
    """Return the keys of a type with their annotations as objects."""
    return typing.get_type_hints(TYPES[name], localns=NAMES)


SCALARS: dict[Any, str] = {
    str: "text",
    bool: "boolean",
    int: "number",
    float: "number",
    Any: "any",
    date: "date",
    datetime: "date-time",
    NoneType: "null",
}
PLAIN = {*SCALARS.values(), "object"}


def of_type(annotation: Any) -> Said:
    """Return the definition in an annotation."""
    kinds, values = set(), set()
    is_union = get_origin(annotation) in (typing.Union, type(str | int))
    for part in get_args(annotation) if is_union else [annotation]:
        origin = get_origin(part)
        if origin is Literal:
            kinds.add("text")
            values |= set(get_args(part))
        elif origin in (list, Iterable):
            inside = of_type(get_args(part)[0])
            kinds |= {f"[{kind}]" for kind in inside.kinds}
            values |= inside.values
        elif origin in (dict, Mapping):
            kinds.add("object")
        else:
            kinds.add(SCALARS.get(part) or part.__name__)
    return Said(frozenset(kinds - {"null"}), "null" in kinds, frozenset(values))


# -- the facts

# The types of schemas with different names, with or without "Response".
STAND_FOR = {
    "AccessRequestTargetIdCompact": "AccessRequestTarget",
    "AsanaNamedResource": "NamedResource",
    "AsanaResource": "AnyResource",
    "BatchRequestAction": "BatchAction",
    "BatchRequestAction.options": "BatchActionOptions",
    "BatchResponse": "BatchResult",
    "BudgetActualRequest": "BudgetActualInput",
    "BudgetEstimateRequest": "BudgetEstimateInput",
    "BudgetTotalRequest": "BudgetTotalInput",
    "CustomFieldCreateRequest": "CreateCustomField",
    "DateVariableRequest": "DateVariableInput",
    "DeprecatedPortfolioMembershipCompact": "PortfolioMembershipCompact",
    "DeprecatedPortfolioMembershipResponse": "PortfolioMembership",
    "EmptyResponse": "Empty",
    "EventResponse.change": "EventChange",
    "GoalMetricBase": "GoalMetric",
    "GraphExportResponse": "Job",
    "ProjectMembershipNormalResponse": "ProjectMembership",
    "RbacRoleCompact": "RoleCompact",
    "RbacRoleResponse": "Role",
    "RequestedRoleRequest": "RequestedRole",
    "ResourceExportRequestParameter": "ResourceExportParameter",
    "ResourceExportResponse": "Job",
    "StoryResponseDates": "StoryDates",
    "TaskResponse.memberships": "TaskMembership",
    "TimeTrackingEntryBase": "TimeTrackingEntry",
}

# The same for schemas without a name, by the field that contains them.
IN_PLACE = {
    "created_by": "TaskCreator",
    "date_value": "DateValue",
    "effort": "AllocationEffort",
    "external": "External",
    "permissions": "RolePermissions",
    "photo": "Photo",
    "schedule_dates": "ScheduleDates",
    "vacation_dates": "VacationDates",
}

TEXTS = {"string": "text", "date": "text", "date-time": "text", "integer": "number"}


def type_of(schema: str, *, sent: bool = False) -> str:
    """Return the name of the type of a schema.

    :param sent: whether the record is sent, which may have a separate type
    """
    found = STAND_FOR.get(schema) or IN_PLACE.get(schema.rpartition(".")[2])
    found = found or schema.removesuffix("Response")
    return f"{found}Input" if sent and f"{found}Input" in INPUTS else found


def of_facts(row: Field | Parameter, *, sent: bool) -> Said:
    """Return the definition in a row; sent values may be Python dates and times."""
    kinds = set()
    for kind in row.type.split("|"):
        name = kind.strip("[]")
        ours = TEXTS.get(name) or (name if name in PLAIN else type_of(name, sent=sent))
        kinds.add(kind.replace(name, ours))
        if sent and name in ("date", "date-time"):
            kinds.add(kind)
    values = frozenset(filter(None, row.values.split(",")))
    return Said(frozenset(kinds), row.nullable == "yes", values)
