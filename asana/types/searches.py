"""Parameters of several searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .tasks import _SearchTasksForWorkspaceUnsorted

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SearchByCustomFields"]

_OnlyOfProjects = TypedDict(
    "_OnlyOfProjects",
    {
        "owner.any": "str | Iterable[str]",
        "members.any": "str | Iterable[str]",
        "members.not": "str | Iterable[str]",
    },
    total=False,
)


class SearchByCustomFields(_SearchTasksForWorkspaceUnsorted, _OnlyOfProjects, total=False):
    """The parameters that :meth:`asana.fields.Fields.search` returns: ``custom_fields``.

    It includes the names of all parameters, so that searches for tasks and for projects accept it.
    """

    sort_by: Any
