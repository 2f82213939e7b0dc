"""The custom fields that the records of a call have."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._call.paths import path
from ..fields import Fields, fields_of_record
from ._methods import Method

if TYPE_CHECKING:
    from ..resources import Resources

__all__ = ["custom_fields"]


def custom_fields(method: Method, client: "Resources", arguments: Mapping[str, Any]) -> Fields:
    """Return the custom fields of the record or the place that a call names.

    :raises ValueError: it names none
    """
    of: Callable[..., Fields] = client.custom_fields.of
    record = arguments.get(method.gids[0]) if method.gids else None
    if record and method.template.endswith("/{}") and method.template.count("{}") == 1:
        return fields_of_record(client, path(method.template, record))
    for kind in ("project", "portfolio", "goal"):
        if gid := arguments.get(kind) or arguments.get(f"{kind}_gid"):
            return of(**{kind: gid})
    if projects := _projects(arguments):
        return Fields(client, lambda: _of_all(of(gid) for gid in projects))
    if workspace := arguments.get("workspace") or arguments.get("workspace_gid"):
        return of(workspace=workspace)
    raise ValueError("custom fields of which project? Give projects=, or the gid of the field")


def _of_all(projects: Iterable[Fields]) -> Iterable[Any]:
    return (field for fields in projects for field in fields.values())


def _projects(arguments: Mapping[str, Any]) -> list[str]:
    given = arguments.get("projects") or arguments.get("projects_any") or []
    memberships: Iterable[Any] = arguments.get("memberships") or ()
    listed = given.split(",") if isinstance(given, str) else given
    return [*listed, *(each["project"] for each in memberships if "project" in each)]
