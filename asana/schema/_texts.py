"""The value that a text stands for, by the JSON Schema of a parameter."""

import json
from typing import Any

from .._call.near import near_names
from ._types import Schema

__all__ = ["choices", "forms", "value"]


def value(text: str, schema: Schema, name: str = "the value") -> Any:
    """Return the value that a text stands for, such as an argument or what a form has.

    Commas separate the items of a list; an empty text is None where None is allowed. A text that a
    parameter takes as it is, such as a name or a date, is not checked. Sends no request.

    >>> schema.value("true", {"type": "boolean"})
    True

    :param schema: that of a parameter, from :func:`of`
    :param name: the name of the parameter, for messages
    :raises ValueError: the text stands for no value of the schema
    """
    parts: list[Schema] = schema.get("anyOf", [schema])
    kinds = [part.get("type") for part in parts]
    if not text and "null" in kinds:
        return None
    if any(part.get("type") in (None, "string") and "enum" not in part for part in parts):
        return text
    if "array" in kinds:
        items = parts[kinds.index("array")].get("items", {})
        if items.get("type") == "object":
            raise ValueError(f"{name} is a list of objects: write {name}:='[{{…}}]' as JSON")
        return [value(each.strip(), items, name) for each in text.split(",") if each.strip()]
    if known := [each for part in parts for each in part.get("enum", ())]:
        return _choice(text, known, name)
    return _scalar(text, kinds, name)


def forms(schema: Schema) -> str:
    """Return the forms of the texts that stand for values of a schema, for help."""
    if "anyOf" in schema:
        return "|".join(dict.fromkeys(map(forms, schema["anyOf"])))
    if "enum" in schema:
        return "|".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{forms(schema.get('items', {}))},…"
    words = {"string": "TEXT", "boolean": "true|false", "object": "JSON", "integer": "N"}
    kind = schema.get("format") or schema.get("type") or "VALUE"
    return words.get(kind, kind if kind == "null" else kind.upper())


def choices(schema: Schema) -> list[str]:
    """Return the texts that stand for values of a schema, where these are a known set."""
    parts: list[Schema] = schema.get("anyOf", [schema])
    found = [each for part in parts for each in part.get("enum", ())]
    is_boolean = any(part.get("type") == "boolean" for part in parts)
    return [*found, "true", "false"] if is_boolean else found


def _choice(text: str, known: list[str], name: str) -> str:
    if text in known:
        return text
    near = near_names(text, known)
    meant = f"did you mean {near[0]}? " if near else ""
    raise ValueError(f"{name} has no value {text!r}; {meant}It is one of {', '.join(known)}")


def _scalar(text: str, kinds: list[Any], name: str) -> Any:
    if "boolean" in kinds:
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        raise ValueError(f"{name} is true or false, not {text!r}")
    if "object" in kinds:
        raise ValueError(f"{name} is an object: write {name}.KEY=VALUE, or {name}:='{{…}}' as JSON")
    try:
        return int(text) if kinds[0] == "integer" else _number(text)
    except ValueError:
        raise ValueError(f"{name} is a number, not {text!r}") from None


def _number(text: str) -> Any:
    number: Any = json.loads(text, parse_constant=_refused)
    if isinstance(number, int | float) and not isinstance(number, bool):
        return number
    raise ValueError(text)


def _refused(name: str) -> None:
    raise ValueError(name)  # Infinity and NaN, which JSON does not have
