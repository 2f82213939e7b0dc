"""Jobs: what Asana does in the background, such as copying a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from .compact import (
        GraphExportCompact,
        PortfolioCompact,
        ProjectCompact,
        ProjectTemplateCompact,
        ResourceExportCompact,
        TaskCompact,
    )

__all__ = [
    "Job",
]


class Job(TypedDict):
    """The complete record of a job."""

    gid: str
    resource_type: str
    resource_subtype: str
    status: Literal["not_started", "in_progress", "succeeded", "failed"] | str
    new_portfolio: PortfolioCompact | None
    new_project: ProjectCompact | None
    new_task: TaskCompact | None
    new_project_template: ProjectTemplateCompact | None
    new_graph_export: GraphExportCompact | None
    new_resource_export: ResourceExportCompact | None
