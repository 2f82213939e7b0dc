"""The resources: one file for each, and the class that gives them to the client."""

import importlib
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from .resource import Verbs

if TYPE_CHECKING:
    from .projects import Projects
    from .sections import Sections
    from .stories import Stories
    from .tags import Tags
    from .tasks import Tasks
    from .users import Users
    from .workspaces import Workspaces


class Resources(Verbs):
    """The resources of a client, each loaded when it is first used."""

    @cached_property
    def projects(self) -> "Projects":
        """Projects: lists, boards and calendars of tasks."""
        from .projects import Projects

        return Projects(self)

    @cached_property
    def sections(self) -> "Sections":
        """Sections: the parts of a project, columns on a board."""
        from .sections import Sections

        return Sections(self)

    @cached_property
    def stories(self) -> "Stories":
        """Stories: comments, and the record of what was done."""
        from .stories import Stories

        return Stories(self)

    @cached_property
    def tags(self) -> "Tags":
        """Tags: labels on tasks."""
        from .tags import Tags

        return Tags(self)

    @cached_property
    def tasks(self) -> "Tasks":
        """Tasks: what is to be done."""
        from .tasks import Tasks

        return Tasks(self)

    @cached_property
    def users(self) -> "Users":
        """Users: the people."""
        from .users import Users

        return Users(self)

    @cached_property
    def workspaces(self) -> "Workspaces":
        """Workspaces and organizations: what holds everything else."""
        from .workspaces import Workspaces

        return Workspaces(self)


def __getattr__(name: str) -> ModuleType:
    """Load ``asana.resources.tasks`` and the like when they are asked for by name."""
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
