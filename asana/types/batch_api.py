"""Batch: several actions in one request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .common import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "BatchAction",
    "BatchActionOptions",
    "BatchResult",
    "CreateBatchRequest",
    "CreateBatchRequestOptions",
]


class BatchResult(TypedDict):
    """The complete record of a batch result."""

    status_code: int
    headers: dict[str, Any]
    body: dict[str, Any]


class BatchAction(TypedDict, total=False):
    """An action of a batch request."""

    relative_path: str
    method: Literal["get", "post", "put", "delete", "patch", "head"] | str
    data: Mapping[str, Any]
    options: BatchActionOptions


class BatchActionOptions(TypedDict, total=False):
    """The options of an action in a batch request."""

    limit: int
    offset: str
    fields: Iterable[str]


class CreateBatchRequest(TypedDict, total=False):
    """The parameters of :meth:`create_batch_request`."""

    actions: Iterable[BatchAction]


class CreateBatchRequestOptions(CreateBatchRequest, Options, total=False):
    """The keywords of :meth:`create_batch_request`."""
