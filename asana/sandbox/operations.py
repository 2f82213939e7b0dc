"""The operations that the sandbox plays, one file per resource."""

from asana.sandbox.call import Operation
from asana.sandbox.resources import (
    projects,
    sections,
    stories,
    tags,
    task_relations,
    task_search,
    tasks,
    teams,
    typeahead,
    user_task_lists,
    users,
    workspaces,
)

OPERATIONS: tuple[Operation, ...] = (
    *workspaces.OPERATIONS,
    *users.OPERATIONS,
    *teams.OPERATIONS,
    *projects.OPERATIONS,
    *sections.OPERATIONS,
    *tasks.OPERATIONS,
    *task_relations.OPERATIONS,
    *task_search.OPERATIONS,
    *stories.OPERATIONS,
    *tags.OPERATIONS,
    *user_task_lists.OPERATIONS,
    *typeahead.OPERATIONS,
)
