"""Rendering records: opt_fields, opt_expand, and the full and compact forms."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.view import View

# The values that a bare name in opt_fields renders with all of their keys.
_WHOLE = frozenset(["custom_field_value"])


@dataclass
class Selection:
    """A tree of field names; `here` is whether this node itself was listed."""

    here: bool = False
    fields: dict[str, "Selection"] = field(default_factory=dict)

    def add(self, path: tuple[str, ...]) -> None:
        """Add a path."""
        node = self
        for term in path:
            node = node.fields.setdefault(term, Selection())
        node.here = True


def parse_selection(expressions: str | list[str]) -> Selection:
    """Parse `a,b.c,this.(d|e).f`, given as one string or as a list of paths."""
    parts = expressions if isinstance(expressions, list) else [expressions]
    selection = Selection()
    for expression in ",".join(str(part) for part in parts).split(","):
        for path in _paths(expression.strip()):
            selection.add(path)
    return selection


def _paths(expression: str) -> list[tuple[str, ...]]:
    """Return the paths of one expression; a group multiplies them."""
    if expression in ("", "."):
        return [()] if expression else []
    terms = [_names(term.strip()) for term in expression.split(".")]
    return [path[1:] if path[0] == "this" else path for path in product(*terms)]


def _names(term: str) -> list[str]:
    if term.startswith("(") and term.endswith(")"):
        return [name.strip() for name in term[1:-1].split("|")]
    return [term]


class Projection:
    """Renders records for one request."""

    def __init__(self, view: View, fields: Selection | None, expand: Selection) -> None:
        self.view = view
        self.fields = fields
        self.expand = expand

    def one(self, record: Record) -> dict[str, Any]:
        """Render the single record of a response."""
        if self.fields is not None:
            return self._selected(record, self.fields)
        return self._full(record, self.expand)

    def item(self, record: Record) -> dict[str, Any]:
        """Render a record of a collection."""
        if self.fields is not None:
            return self._selected(record, self.fields)
        if self.expand.here:
            return self._full(record, self.expand)
        return self._compact(record, self.expand)

    # The three forms

    def _full(self, record: Record, expand: Selection) -> dict[str, Any]:
        names = _identity(record) + [
            name
            for name, f in TYPES[record.type].fields.items()
            if not f.opt_in and (self.view.written or not f.in_writes) and self._has(record, name)
        ]
        return self._shown(record, names, expand)

    def _compact(self, record: Record, expand: Selection) -> dict[str, Any]:
        names = [name for name in TYPES[record.type].compact if self._has(record, name)]
        return self._shown(record, _identity(record) + names, expand)

    def _selected(self, record: Record, fields: Selection) -> dict[str, Any]:
        shown: dict[str, Any] = {"gid": record.gid} if record.gid else {}
        for name, below in fields.fields.items():
            if self._has(record, name):
                shown[name] = self._pick(self._value(record, name), below)
        return shown

    # Values

    def _has(self, record: Record, name: str) -> bool:
        if name in ("gid", "resource_type"):
            return True
        f = TYPES[record.type].fields.get(name)
        if f is None:
            return False
        if f.when is not None:
            return f.when(record, self.view)
        if not f.conditional:
            return True
        # Counters of likes exist if the likes do.
        return record.get("likes" if f.compute else name) is not None

    def _value(self, record: Record, name: str) -> Any:
        if name == "gid":
            return record.gid or record.get("gid")
        if name == "resource_type":
            return TYPES[record.type].shown_as
        compute = TYPES[record.type].fields[name].compute
        return compute(record, self.view) if compute else record.get(name)

    def _shown(self, record: Record, names: list[str], expand: Selection) -> dict[str, Any]:
        return {
            name: self._nested(self._value(record, name), expand.fields.get(name, Selection()))
            for name in names
        }

    def _nested(self, value: Any, expand: Selection) -> Any:
        """Render a value inside a full or compact record: compact, unless expanded."""
        if isinstance(value, Record):
            return (self._full if expand.here else self._compact)(value, expand)
        if isinstance(value, list):
            return [self._nested(each, expand) for each in value]
        if isinstance(value, dict):
            return {
                key: self._nested(each, expand.fields.get(key, Selection()))
                for key, each in value.items()
            }
        return value

    def _pick(self, value: Any, fields: Selection) -> Any:
        """Render a value that opt_fields lists, completely or in part."""
        if isinstance(value, list):
            return [self._pick(each, fields) for each in value]
        if isinstance(value, Record):
            shown = self._selected(value, fields)
            if fields.here and value.type in _WHOLE:
                return self._compact(value, Selection()) | shown
            named = {"resource_type": TYPES[value.type].shown_as}
            return shown | named if fields.here else shown
        if isinstance(value, dict):
            return {
                key: self._pick(each, fields.fields.get(key, Selection(here=True)))
                for key, each in value.items()
                if fields.here or key == "gid" or key in fields.fields
            }
        return value


def _identity(record: Record) -> list[str]:
    """Return the names that objects begin with; events and similar records have no gid."""
    return ["gid", "resource_type"] if record.gid else []
