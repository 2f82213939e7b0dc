"""The tables of record types and operations are consistent."""

import re

import pytest

from asana.sandbox.api.call import Operation
from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.records.schema.parts import RecordType
from asana.sandbox.records.schema.table import TYPES


@pytest.mark.parametrize("record_type", TYPES.values(), ids=list(TYPES))
def test_compact_fields_are_fields(record_type: RecordType) -> None:
    assert set(record_type.compact) <= set(record_type.fields)


@pytest.mark.parametrize("record_type", TYPES.values(), ids=list(TYPES))
def test_references_name_types(record_type: RecordType) -> None:
    for field in record_type.fields.values():
        assert set(field.refers.split()) <= set(TYPES)


@pytest.mark.parametrize("record_type", TYPES.values(), ids=list(TYPES))
def test_what_clients_write_can_be_read(record_type: RecordType) -> None:
    for name, field in record_type.fields.items():
        if field.write != "never" and name != "memberships":
            assert field.parse or field.refers, name


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: f"{o.verb} {o.path}")
def test_objects_in_paths_have_types(operation: Operation) -> None:
    for name in re.findall(r"{(\w+)}", operation.path):
        assert not name.endswith("_gid") or name.removesuffix("_gid") in TYPES


def test_routes_are_unique() -> None:
    routes = [(operation.verb, operation.path) for operation in OPERATIONS]
    assert len(set(routes)) == len(routes)


def test_only_posts_create() -> None:
    assert {operation.verb for operation in OPERATIONS if operation.created} == {"POST"}
