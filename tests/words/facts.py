"""Generate the tables of Asana's names: ``python -m tests.words.facts asana_oas.yaml``.

The tables parameters, results and records in tests/data have the parameters of each operation, its
result, and the fields of the records. They come from Asana's OpenAPI document; known errors are in
corrections.tsv, with a reason for each row. The types are checked against both.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.operations import OPERATIONS, Operation

DATA = Path(__file__).parents[1] / "data"
VERBS = ("get", "post", "put", "delete")
PAGING = ("limit", "offset", "opt_fields", "opt_pretty")


class Parameter(NamedTuple):
    """A parameter of an operation: in its query, or a field of its body."""

    operation: str
    place: str
    name: str
    type: str
    required: str
    nullable: str
    values: str


class Result(NamedTuple):
    """The result of an operation, and the fields that can be requested."""

    operation: str
    shape: str
    schema: str
    fields: str


class Field(NamedTuple):
    """A field of a record. ``optional`` ones are returned only on request."""

    schema: str
    name: str
    type: str
    nullable: str
    optional: str
    values: str


class Document:
    """An OpenAPI document."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.paths = content["paths"]
        self._components = content["components"]
        self.inline: dict[str, Any] = {}

    def found(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return the target of a reference."""
        while "$ref" in node:
            kind, name = node["$ref"].split("/")[-2:]
            node = self._components[kind][name]
        return node

    @property
    def schemas(self) -> dict[str, Any]:
        found: dict[str, Any] = self._components["schemas"]
        return found

    def fields(self, node: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
        """Return the properties of a schema with all definitions of each."""
        node = self.found(node)
        found: dict[str, list[dict[str, Any]]] = {}
        for part in (*node.get("allOf", ()), *node.get("oneOf", ()), *node.get("anyOf", ())):
            for name, said in self.fields(part).items():
                found.setdefault(name, []).extend(said)
        for name, said in (node.get("properties") or {}).items():
            found.setdefault(name, []).append(said)
        return found

    def required(self, node: dict[str, Any]) -> set[str]:
        node = self.found(node)
        found = set(node.get("required") or ())
        for part in node.get("allOf", ()):
            found |= self.required(part)
        return found

    def type(self, said: list[dict[str, Any]], name: str) -> str:
        """Return the type of a property; an inline type gets the given name."""
        # Later definitions refine earlier ones.
        kinds = [kind for each in said for kind in self._kinds(each, name)]
        named = [kind for kind in kinds if kind != "object"]
        return "|".join(dict.fromkeys(named or kinds)) or "any"

    def _kinds(self, node: dict[str, Any], name: str) -> Iterator[str]:
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        elif "allOf" in node or "oneOf" in node or "anyOf" in node:
            parts = [*node.get("allOf", ()), *node.get("oneOf", ()), *node.get("anyOf", ())]
            refined = any("$ref" in part for part in parts)
            for part in parts:
                # A refinement of a record does not change its type.
                if "$ref" in part or not refined:
                    yield from self._kinds(part, name)
        elif node.get("type") == "array":
            yield f"[{self.type([node.get('items', {})], name)}]"
        elif node.get("properties"):
            self.inline[name] = node
            yield name
        elif "type" in node:
            kind = node.get("format", node["type"])
            yield kind if kind in ("date", "date-time") else node["type"]


def values(said: list[dict[str, Any]]) -> str:
    """Return the closed set of values of a property, if it has one."""
    found: list[str] = []
    for node in said:
        node = node.get("items", node) if node.get("type") == "array" else node
        found.extend(str(value) for value in node.get("enum", ()) if value is not None)
    return ",".join(dict.fromkeys(found))


def refined(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return all definitions of a property, including those that refine a reference."""
    return [*said, *(part for node in said for part in node.get("allOf", ()))]


def is_nullable(said: list[dict[str, Any]]) -> str:
    return "yes" if any(node.get("nullable") for node in refined(said)) else ""


def is_optional(said: list[dict[str, Any]]) -> str:
    text = " ".join(str(node.get("description", "")) for node in refined(said))
    return "yes" if re.search(r"\[Opt In\]|opt_fields", text) else ""


def described(document: Document, row: Operation) -> dict[str, Any]:
    """Return the document's definition of an operation, whose gids may have other names there."""
    wanted = re.sub(r"{\w+}", "{}", row.path)
    for path, item in document.paths.items():
        if re.sub(r"{\w+}", "{}", path) == wanted and row.verb.lower() in item:
            operation: dict[str, Any] = item[row.verb.lower()]
            return {
                **operation,
                "parameters": [*item.get("parameters", ()), *operation.get("parameters", ())],
            }
    return {}


def name_of(row: Operation) -> str:
    return f"{row.resource}.{row.method}"


def parameters(document: Document) -> Iterator[Parameter]:
    """Yield the parameters of all operations, without gids in the path and paging parameters."""
    for row in OPERATIONS:
        operation = described(document, row)
        for node in map(document.found, operation.get("parameters", ())):
            if node["in"] == "query" and node["name"] not in PAGING:
                yield _parameter(
                    document,
                    row,
                    "query",
                    node["name"],
                    [node["schema"]],
                    bool(node.get("required")),
                )
        content = document.found(operation.get("requestBody", {})).get("content", {})
        for schema in (part["schema"] for part in content.values()):
            fields = document.fields(schema)
            data = fields["data"][0] if set(fields) == {"data"} else schema
            needed = document.required(data)
            for name, said in document.fields(data).items():
                if not any(node.get("readOnly") for node in refined(said)):
                    yield _parameter(document, row, "body", name, said, name in needed)


def _parameter(
    document: Document, row: Operation, place: str, name: str, said: Any, needed: bool
) -> Parameter:
    inline = f"{name_of(row)}.{name}"
    return Parameter(
        name_of(row),
        place,
        name,
        document.type(said, inline),
        "yes" if needed else "",
        is_nullable(said),
        values(said),
    )


def results(document: Document) -> Iterator[Result]:
    """Yield the results of the operations."""
    for row in OPERATIONS:
        operation = described(document, row)
        responses = operation.get("responses", {})
        good: Any = next((responses[code] for code in responses if str(code).startswith("2")), {})
        content = document.found(good).get("content", {})
        schema: Any = next((part["schema"] for part in content.values()), {})
        data = document.fields(schema).get("data", [{}])
        kind = document.type(data, f"{name_of(row)}.data") if data != [{}] else ""
        fields = ",".join(_asked_for(document, operation))
        yield Result(name_of(row), row.shape, kind.strip("[]"), fields)


def _asked_for(document: Document, operation: dict[str, Any]) -> list[str]:
    """Return the fields that ``opt_fields`` accepts; nested fields are dotted."""
    nodes = map(document.found, operation.get("parameters", ()))
    lists = [node["schema"] for node in nodes if node["name"] == "opt_fields"]
    found = {name for each in lists for name in each["items"]["enum"]}
    return sorted(found - {"offset", "path", "uri"})  # they are next to the records


def records(document: Document, wanted: set[str], sent: bool = False) -> Iterator[Field]:
    """Yield the fields of the given schemas, and of the schemas that they refer to.

    :param sent: whether the records are sent, without the fields that only Asana writes
    """
    todo, done = sorted(wanted), set()
    while todo:
        schema = todo.pop(0)
        node = document.schemas.get(schema) or document.inline.get(schema)
        if schema in done or node is None:
            continue
        done.add(schema)
        for name, said in document.fields(node).items():
            if sent and any(each.get("readOnly") for each in refined(said)):
                continue
            kind = document.type(said, f"{schema}.{name}")
            todo.extend(re.findall(r"[A-Z][\w.]+", kind))
            yield Field(schema, name, kind, is_nullable(said), is_optional(said), values(said))


def named(kinds: Iterator[str]) -> set[str]:
    return {
        name
        for kind in kinds
        for name in re.findall(r"[\w.]+", kind)
        if "." in name or name[:1].isupper()
    }


def write(name: str, kind: Any, rows: list[Any]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(kind._fields)
        writer.writerows(rows)


def main(path: str) -> None:
    import yaml

    document = Document(yaml.safe_load(Path(path).read_text(encoding="utf-8")))
    taken, given = list(parameters(document)), list(results(document))
    fields = list(records(document, named(row.schema for row in given)))
    inline = list(records(document, named(row.type for row in taken), sent=True))
    write("parameters.tsv", Parameter, taken)
    write("results.tsv", Result, given)
    write("records.tsv", Field, [*dict.fromkeys([*fields, *inline])])


if __name__ == "__main__":
    main(sys.argv[1])
