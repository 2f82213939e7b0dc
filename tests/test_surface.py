"""Compare the public surface of this library with those of python-asana 0.10.13 and 3.2.3.

Only the differences listed in `tests/data/surface-differences.tsv` are allowed. The tests compare
calls, not signatures: this library must accept every call that a released version accepts, and send
the same request.
"""

import csv
import functools
import inspect
import json
import warnings
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import asana
from tests.released import surface

DATA = Path(__file__).parent / "data"
VERSIONS = ("0.10.13", "3.2.3")


class Difference(NamedTuple):
    """A row of the list: what released versions have in a place, and what this library has."""

    kind: str
    place: str
    versions: str
    released: str
    ours: str
    reason: str


def listed_differences() -> list[Difference]:
    path = DATA / "surface-differences.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Difference(**row) for row in rows]


def rows_of(version: str) -> list[Difference]:
    return [row for row in listed_differences() if version in row.versions.split(",")]


@functools.cache
def released(version: str) -> Any:
    """Return the surface of a released version."""
    return json.loads((DATA / f"surface-{version}.json").read_text(encoding="utf-8"))


# -- comparisons: each returns None, or a description of what this library has instead


def differing_value(place: str, fact: Any) -> str | None:
    try:
        value = surface.lookup(place)
    except Exception as error:
        return type(error).__name__
    return None if agrees(value, fact) else json.dumps(surface.describe(value), sort_keys=True)


def agrees(value: Any, fact: Any) -> bool:
    """Return whether a value is the same as, or a subclass or superset of, a released one."""
    if isinstance(fact, dict):
        return isinstance(value, Set) and value >= set(fact["set"])
    if isinstance(fact, str) and fact.endswith(" object"):
        return is_a(type(value), fact.removesuffix(" object"))
    if isinstance(fact, str) and fact.startswith("class asana."):
        return value is surface.lookup(fact.removeprefix("class "))
    return json.dumps(surface.describe(value)) == json.dumps(fact)


def is_a(kind: type, name: str) -> bool:
    """Return whether a class is the named class or a subclass of it."""
    if name.startswith("asana."):
        return issubclass(kind, surface.lookup(name))
    return name in [surface.type_name(base) for base in kind.__mro__]


def missing_bases(place: str, bases: list[str]) -> str | None:
    try:
        kind = surface.lookup(place)
        missing = [base for base in bases if not is_a(kind, base)]
    except AttributeError:
        return "AttributeError"
    return f"without {', '.join(missing)}" if missing else None


def refused_call(place: str, text: str) -> str | None:
    """Return a call that the released signature accepts and this library's does not."""
    try:
        ours = inspect.signature(surface.without_self(surface.lookup(place)))
    except AttributeError:
        return "AttributeError"
    signature = surface.parsed(text)
    values, _ = surface.argument_values(signature)
    for call in surface.accepted_calls(signature, values):
        try:
            ours.bind(*call.args, **call.keywords)
        except TypeError:
            return f"TypeError for ({call})"
    return None


def other_request(
    method: str, facts: Mapping[str, Any], client: type[asana.Client] = asana.Client
) -> str | None:
    """Return what this library sends for a call, if that is not what the released version sends."""
    sender = surface.Sender(client)
    for call, names in calls_of(facts):
        try:
            sent = sender.sent(method, call, names)
        except Exception as error:
            return f"{type(error).__name__} for ({call})"
        if sent["request"] != facts["request"] or not same_params(sent, facts, call):
            return f"{sent['request']} {sent.get('params')} for ({call})"
    return None


def same_params(sent: Mapping[str, str], facts: Mapping[str, Any], call: surface.Call) -> bool:
    """Return whether the parameters of a call went to the same part of the request."""
    if "params" not in facts:  # released versions drop the parameters of a DELETE
        return True
    return "probe" not in str(call) or sent.get("params") == facts["params"]


def calls_of(facts: Mapping[str, Any]) -> Iterator[tuple[surface.Call, Mapping[str, str]]]:
    signature = surface.parsed(facts["signature"])
    for gids in facts.get("gids", ["str"]):
        values, names = surface.argument_values(signature, gids)
        for call in surface.accepted_calls(signature, values):
            yield call, names


COMPARISONS: dict[str, Callable[[str, Any], str | None]] = {
    "bases": missing_bases,
    "calls": refused_call,
    "class attributes": differing_value,
    "instances": differing_value,
    "names": differing_value,
    "requests": other_request,
}


@functools.cache
def differences(kind: str, version: str) -> dict[str, tuple[str, str]]:
    """Return the places that differ, with their descriptions in that version and here."""
    found: dict[str, tuple[str, str]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for place, fact in released(version)[kind].items():
            if found.get(place.partition("[")[0], ("", ""))[1] == "AttributeError":
                continue  # the dictionary itself is missing
            ours = COMPARISONS[kind](place, fact)
            if ours is not None:
                found[place] = (json.dumps(fact, sort_keys=True), ours)
    return found


# -- tests


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", COMPARISONS)
def test_all_differences_are_listed(kind: str, version: str) -> None:
    listed = {row.place for row in rows_of(version) if row.kind == kind}
    unlisted = [
        f"{place}\n    {version}: {fact}\n    here: {ours}"
        for place, (fact, ours) in differences(kind, version).items()
        if place not in listed
    ]
    assert not unlisted, "\n".join([f"{len(unlisted)} unlisted differences", *unlisted])


@pytest.mark.parametrize("row", listed_differences(), ids=lambda row: row.place)
def test_every_listed_difference_exists(row: Difference) -> None:
    found = {version: differences(row.kind, version).get(row.place) for version in VERSIONS}
    assert (row.released, row.ours) in found.values(), "it no longer differs in this way"
    same = [version for version, both in found.items() if both == (row.released, row.ours)]
    assert ",".join(same) == row.versions
    assert row.reason.endswith(".")


def test_the_list_is_sorted_and_has_no_duplicates() -> None:
    places = [(row.kind, row.place, row.versions) for row in listed_differences()]
    assert places == sorted(set(places))


class OldVerbs(asana.Client):
    """Overrides every verb with its released signature."""

    def get(self, path: Any, query: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().get(path, query, **options)

    def get_collection(self, path: Any, query: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().get_collection(path, query, **options)

    def post(self, path: Any, data: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().post(path, data, **options)

    def put(self, path: Any, data: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().put(path, data, **options)

    def delete(self, path: Any, data: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().delete(path, data, **options)


class OldRequest(asana.Client):
    """Overrides `request` with its released signature, and checks its arguments."""

    def request(self, method: Any, path: Any, **options: Any) -> Any:  # type: ignore[override]
        assert method in ("get", "post", "put", "delete")
        assert path.startswith("/")
        if method in ("post", "put") and "files" not in options:
            assert "data" in options["data"]
        return super().request(method, path, **options)


@pytest.mark.parametrize("client", [OldVerbs, OldRequest], ids=lambda kind: kind.__name__)
def test_a_subclass_with_released_signatures_sends_the_same(client: type[asana.Client]) -> None:
    listed = {row.place for row in rows_of("3.2.3")}
    failed = [
        f"{method}: {ours}"
        for method, facts in released("3.2.3")["requests"].items()
        if method not in listed and (ours := other_request(method, facts, client))
    ]
    assert not failed, "\n".join([f"{len(failed)} methods", *failed])
