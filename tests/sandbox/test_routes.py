"""Every operation of the API has a route in the sandbox, and responds with the right status."""

import re

import pytest

from asana.sandbox.api.operations import OPERATIONS as PLAYED
from tests.operations import OPERATIONS, Operation


def shape(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


ROUTES = {(operation.verb, shape(operation.path)): operation for operation in PLAYED}
_CREATING = """
createAccessRequest createAllocation createBudget createCustomField
createEnumOptionForCustomField createGraphExport createResourceExport createGoal
createMembership createOooEntry createOrganizationExport createPortfolio duplicatePortfolio
createProjectBrief createProjectStatusForProject instantiateProject createProject
duplicateProject createProjectForTeam createProjectForWorkspace projectSaveAsTemplate createRate
createRole createSectionForProject createStatusForObject createStoryForTask createStoryForGoal
createTag createTagForWorkspace instantiateTask createTask duplicateTask createSubtaskForTask
createTeam createTimeTrackingCategory createTimeTrackingEntry createTimesheetApprovalStatus
createWebhook
"""
CREATING = frozenset(_CREATING.split())


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.method)
def test_every_operation_has_a_route(operation: Operation) -> None:
    played = ROUTES[operation.verb, shape(operation.path)]
    assert played.name == operation.method
    assert played.created == (camel(operation.method) in CREATING)
