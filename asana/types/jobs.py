"""Jobs: work that Asana does in the background, such as duplicating a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import (
        GraphExportCompact,
        PortfolioCompact,
        ProjectCompact,
        ProjectTemplateCompact,
        ResourceExportCompact,
        TaskCompact,
    )
    from .fields import JobField

__all__ = [
    "Job",
    "JobFields",
    "JobOptions",
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


class JobFields(TypedDict, total=False):
    """The option with the fields of jobs to return."""

    fields: Iterable[JobField | str] | str | None
    opt_fields: Iterable[JobField | str] | str | None


class JobOptions(JobFields, CallOptions, total=False):
    """The options of a call that returns a job."""
