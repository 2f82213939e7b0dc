"""The types match Asana's document in both directions, except for the listed corrections."""

import ast
import inspect
import re
import typing
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

import asana
from asana._call.routes import OLD_ROUTES, ROUTES
from asana.options import ALIASES, OPTIONS
from tests.operations import CLASSIC_NAMES, OPERATIONS, ClassicName, Operation
from tests.words.facts import Field, Parameter, Result, name_of
from tests.words.vocabulary import (
    CORRECTIONS,
    FIELDS,
    INPUTS,
    MODULES,
    NAMES,
    PARAMETERS,
    RESULTS,
    TYPES,
    Correction,
    Said,
    hints,
    of_facts,
    of_type,
    type_of,
)

# Names accepted by listings and calls without a type.
UNTYPED = {"full_payload", "iterator_type", "method", "opt_method", "poll_interval", "sync"}
OF_LISTINGS = {"item_limit", "limit", "offset", "page_size", "prefetch"}

# Their results have additional fields, depending on the type.
OF_ANY_KIND = {
    "batch_api.create_batch_request",
    "typeahead.typeahead_for_workspace",
    "users.get_favorites_for_user",
}

# Types that are not records, that wrap records, or that come from the token endpoint.
WITHOUT_SCHEMA = {
    "Empty",
    "ErrorObject",
    "EventsPayload",
    "OAuthToken",
    "OAuthUser",
    "SearchByCustomFields",
    "TaskTree",
}

# Types of parts of parameters. The names of others end in "Input".
SENT_INSIDE = {
    "BatchAction",
    "BatchActionOptions",
    "RequestedRole",
    "ResourceExportFilters",
    "ResourceExportParameter",
    "RolePermissions",
    "ScheduleDates",
    "SearchByCustomFields",
    "WebhookFilter",
}

used: set[Correction] = set()


def route_of(row: Operation | ClassicName) -> str:
    """Return the key of an operation in the table of routes."""
    return f"{row.verb} " + re.sub(r"{\w+}", "{}", row.path)


def method_of(row: Operation) -> Any:
    return getattr(type(getattr(asana.Client(), row.resource)), row.method)


def record_of(row: Operation) -> str:
    """Return the name of the record that an operation returns; an empty string for any type."""
    record = (ROUTES[route_of(row)][1] or "").partition(" ")[0]
    return record.rpartition(".")[2]


def stem(record: str) -> str:
    """Return the common prefix of the names of a record's options."""
    return record.removesuffix("Compact")


def by_operation(row: Operation) -> str:
    return f"{row.resource}.{row.method}"


def differences(
    where: str, facts: Sequence[Field | Parameter], ours: dict[str, Any], *, sent: bool
) -> list[str]:
    """Return the differences between a type and the facts, without the corrections."""
    expected = {row.name: of_facts(row, sent=sent) for row in facts}
    found = {name: of_type(annotation) for name, annotation in ours.items()}
    return [
        f"{where}.{name}: {expected.get(name, '-')} in the facts, {found.get(name, '-')} in ours"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
        and not is_correction(where, name, expected.get(name), found.get(name))
    ]


def is_correction(where: str, name: str, facts: Said | None, ours: Said | None) -> bool:
    if facts and ours and facts.values != ours.values:
        return False
    shown = (where, name, facts.kind() if facts else "-", ours.kind() if ours else "-")
    rows = [row for row in CORRECTIONS if all(map(fnmatchcase, shown, map(literal, row)))]
    used.update(rows)
    return bool(rows)


def literal(pattern: str) -> str:
    """Return a pattern with literal brackets, as in lists."""
    return pattern.replace("[", "[[]")


# -- parameters


def test_the_parameters_of_an_operation_are_those_of_asana() -> None:
    found = []
    for row in OPERATIONS:
        words = ROUTES[route_of(row)][0]
        facts = [each for each in PARAMETERS if each.operation == name_of(row)]
        ours = hints(words.partition(".")[2]) if words else {}
        found += differences(name_of(row), facts, ours, sent=True)
    assert found == []


@pytest.mark.parametrize("row", OPERATIONS, ids=by_operation)
def test_a_route_agrees_with_the_docstring_and_the_annotations(row: Operation) -> None:
    method = method_of(row)
    last = (inspect.getdoc(method) or "").split("\n\n")[-1].partition("   ")[0]
    assert re.sub(r"{\w+}", "{}", last) == route_of(row)
    words, records = ROUTES[route_of(row)]
    found = method.__annotations__
    params, keywords = (words or "").rpartition(".")[2], found["options"]
    assert found["params"] == (params or "Params")
    kind = "ListOptions" if found["return"].startswith("ItemIterator") else "Options"
    assert (
        keywords == f"Unpack[{params}Options]"
        if params
        else f"Unpack[{stem(record_of(row))}{kind}]"
    )
    returned = re.fullmatch(r"(?:ItemIterator|list)?\[?(\w+)\]?", found["return"])
    assert returned
    names = [record.rpartition(".")[2] for record in (records or returned[1]).split()]
    assert returned[1] in names


@pytest.mark.parametrize("row", OPERATIONS, ids=by_operation)
def test_the_keywords_are_the_parameters_and_the_options(row: Operation) -> None:
    method, words = method_of(row), ROUTES[route_of(row)][0]
    listing = method.__annotations__["return"].startswith("ItemIterator")
    options = hints("ListOptions" if listing else "Options")
    if record_of(row):
        options = {**options, **hints(f"{stem(record_of(row))}Fields")}
    module, _, name = (words or "").partition(".")
    parameters = hints(name) if words else {}
    # Some are keywords of the method itself.
    named = inspect.signature(method).parameters
    own = {each.replace(".", "_"): hint for each, hint in parameters.items() if each not in named}
    kind = method.__annotations__["options"].removeprefix("Unpack[").removesuffix("]")
    keywords = {each: hint for each, hint in hints(kind).items() if "." not in each}
    assert {each: hint for each, hint in keywords.items() if each not in named} == {
        **options,
        **own,
    }
    assert not words or kind in MODULES[module].__all__


def test_the_routes_are_those_of_the_operations() -> None:
    assert list(ROUTES) == sorted(map(route_of, OPERATIONS), key=by_path)


def test_the_other_routes_are_those_of_classic_names() -> None:
    assert list(OLD_ROUTES) == sorted({route_of(row) for row in CLASSIC_NAMES} - ROUTES.keys())


def test_the_types_of_a_route_are_in_their_modules() -> None:
    known = {f"{module}.{kind}" for module in MODULES for kind in MODULES[module].__all__}
    for route, types in {**ROUTES, **OLD_ROUTES}.items():
        named = " ".join(filter(None, types)).split()
        assert set(named) <= known, route


def by_path(route: str) -> tuple[str, str]:
    verb, _, path = route.partition(" ")
    return path, verb


def test_the_options_are_those_of_a_client() -> None:
    named = OPTIONS.keys() | ALIASES.keys()
    assert hints("ListOptions").keys() == named - UNTYPED
    assert hints("Options").keys() == named - UNTYPED - OF_LISTINGS


# -- records

SCHEMAS: dict[str, list[Field]] = defaultdict(list)
for _row in FIELDS:
    SCHEMAS[_row.schema].append(_row)


def asked(result: Result) -> set[str]:
    """Return the fields that can be requested from an operation, including nested ones."""
    return set(filter(None, result.fields.split(",")))


# The fields that can be requested of the records that operations return.
ASKED: dict[str, set[str]] = defaultdict(set)
for _operation, _result in zip(OPERATIONS, RESULTS, strict=True):
    if ROUTES[route_of(_operation)][1]:
        ASKED[record_of(_operation)] |= asked(_result)

# Jobs of one type, with its fields.
KINDS_OF_JOB = {"GraphExportResponse", "ResourceExportResponse"}


def test_a_record_has_the_fields_that_it_has_at_asana() -> None:
    found = []
    for schema, facts in SCHEMAS.items():
        sent = schema[:1].islower() or type_of(schema) in INPUTS
        name = type_of(schema, sent=sent)
        ours = hints(name)
        if schema in KINDS_OF_JOB:
            ours = {row.name: ours[row.name] for row in facts}
        found += differences(name, facts, ours, sent=sent)
    assert found == []


def parameter_types() -> set[str]:
    """Return the names of the types of parameters and of keywords."""
    found = {words.rpartition(".")[2] for words, _ in ROUTES.values() if words}
    kinds = [
        f"{stem(record)}{kind}" for record in ASKED for kind in ("Fields", "Options", "ListOptions")
    ]
    options = {"CallOptions", "ListCallOptions", "ListOptions", "Options", *kinds}
    return found | {f"{name}Options" for name in found} | (options & TYPES.keys())


def test_every_record_stands_for_a_schema() -> None:
    known = {type_of(schema, sent=sent) for schema in SCHEMAS for sent in (True, False)}
    left = TYPES.keys() - parameter_types() - known
    assert {name for name in left if not is_correction(name, "*", None, None)} == WITHOUT_SCHEMA


def test_an_operation_returns_the_type_of_its_schema() -> None:
    """A listing of compact records has the complete type, whose fields can be requested."""
    found = []
    for row, result in zip(OPERATIONS, RESULTS, strict=True):
        assert result.operation == name_of(row)
        annotation = method_of(row).__annotations__["return"]
        name, expected = re.sub(r"^\w+\[|\]$", "", annotation), type_of(result.schema)
        if annotation.startswith("ItemIterator") and expected == f"{name}Compact":
            facts = SCHEMAS[result.schema]
            ours = {field.name: hints(name)[field.name] for field in facts}
            found += differences(name, facts, ours, sent=False)
        elif name != expected:
            shown = name_of(row), "returns", said(expected), said(name)
            found += [] if is_correction(*shown) else [f"{shown[0]} returns {name}, not {expected}"]
    assert found == []


def said(name: str) -> Said:
    return Said(frozenset([name or "-"]), False, frozenset())


def test_a_record_has_the_fields_that_it_can_be_asked_for() -> None:
    for row, result in zip(OPERATIONS, RESULTS, strict=True):
        records = ROUTES[route_of(row)][1]
        if records is None:
            assert not result.fields or name_of(row) in OF_ANY_KIND
        else:
            known = {key for record in records.split() for key in fields_of(record)}
            assert {name.partition(".")[0] for name in asked(result)} <= known, name_of(row)


@pytest.mark.parametrize("record", ASKED)
def test_the_names_of_fields_are_those_of_the_record_and_those_documented(record: str) -> None:
    """The fields of the record itself, and the nested fields that can be requested."""
    name = stem(record)
    names = typing.get_args(NAMES[f"{name}Field"])
    assert sorted(names) == sorted({*hints(record), *ASKED[record]})
    known: Any = NAMES[f"{name}Field"]
    fields: Any = Iterable[known | str] | str | None
    assert hints(f"{name}Fields") == {"fields": fields, "opt_fields": fields}


def test_there_are_names_of_fields_for_each_record_that_is_returned() -> None:
    assert MODULES["fields"].__all__ == sorted(f"{stem(record)}Field" for record in ASKED)


def fields_of(record: str) -> dict[str, Any]:
    return hints(record.rpartition(".")[2])


# -- modules


@pytest.mark.parametrize("name", MODULES)
def test_every_type_is_exported(name: str) -> None:
    module = MODULES[name]
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    names = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    public = {each for each in classes | names if not each.startswith("_")}
    assert set(module.__all__) == public
    assert module.__all__ == sorted(module.__all__)


def test_no_two_modules_have_a_type_of_the_same_name() -> None:
    names = [name for module in MODULES.values() for name in module.__all__]
    assert sorted(names) == sorted(set(names))


def test_what_is_sent_may_be_left_out_and_what_comes_is_there() -> None:
    """Parameters are total=False, and so are records in them; others are total."""
    assert parameter_types() | SENT_INSIDE <= INPUTS
    for name in TYPES.keys() - INPUTS:
        assert TYPES[name].__optional_keys__ == frozenset(), name
    for name in INPUTS:
        assert TYPES[name].__required_keys__ == frozenset(), name


@pytest.mark.parametrize("name", MODULES)
def test_every_type_knows_its_name_and_whether_its_fields_are_required(name: str) -> None:
    """Libraries that read types at runtime, such as pydantic, depend on both."""
    own = {
        key: kind
        for key, kind in vars(MODULES[name]).items()
        if typing.is_typeddict(kind) and kind.__module__ == MODULES[name].__name__
    }
    for key, kind in own.items():
        optional = key in INPUTS or key.startswith("_") or key.endswith("Input")
        assert (kind.__name__, kind.__total__) == (key, not optional)
        assert kind.__required_keys__ == (frozenset() if optional else kind.__annotations__.keys())


def test_the_types_of_dates_are_texts_and_those_of_datetime() -> None:
    common = MODULES["common"]
    assert (common.Date, common.DateTime) == ("str | date", "str | datetime")


def test_a_search_by_custom_fields_suits_tasks_and_projects() -> None:
    found = hints("SearchByCustomFields")
    of_tasks, of_projects = hints("SearchTasksForWorkspace"), hints("SearchProjectsForWorkspace")
    assert found == {**of_tasks, **of_projects, "sort_by": Any}
    assert found == {**of_projects, **of_tasks, "sort_by": Any}


def test_every_set_of_values_is_used() -> None:
    text = "\n".join(
        inspect.getsource(module) for name, module in MODULES.items() if name != "sets"
    )
    unused = [
        name for name in MODULES["sets"].__all__ if not re.search(rf"\b{name}\b[ |\n\]]", text)
    ]
    assert unused == []
    for name in MODULES["sets"].__all__:
        values = typing.get_args(getattr(MODULES["sets"], name))
        assert len(values) == len(set(values))


# -- corrections


def test_every_correction_is_needed() -> None:
    used.clear()
    test_the_parameters_of_an_operation_are_those_of_asana()
    test_a_record_has_the_fields_that_it_has_at_asana()
    test_every_record_stands_for_a_schema()
    test_an_operation_returns_the_type_of_its_schema()
    assert [row for row in CORRECTIONS if row not in used] == []


def test_every_correction_has_a_reason() -> None:
    assert all(row.reason.endswith(".") for row in CORRECTIONS)
