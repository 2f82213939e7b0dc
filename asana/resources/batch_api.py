"""Batch: several actions in one request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import route
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.batch_api import BatchResult, CreateBatchRequest, CreateBatchRequestOptions

__all__ = ["BatchAPI"]


class BatchAPI(Resource):
    """Batch: several actions in one request."""

    def create_batch_request(
        self, params: CreateBatchRequest = NONE, **options: Unpack[CreateBatchRequestOptions]
    ) -> list[BatchResult]:
        """Carry out up to ten ``actions`` in no particular order and return their answers in order.

        An action has ``method``, ``relative_path`` (without a query), ``data`` and ``options``; an
        answer has ``status_code``, ``headers`` and ``body``. An action that fails says so in its
        answer, and the others go on. Each counts as one request. Uploads, organization exports
        and batches cannot be actions.

        POST /batch
        """
        return self.client.post(route("/batch"), params or {}, **options)
