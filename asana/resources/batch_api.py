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
        """Run up to ten ``actions`` and return their results in the same order.

        Asana runs them in any order. An action has ``method``, ``relative_path`` (without a query),
        ``data`` and ``options``; a result has ``status_code``, ``headers`` and ``body``. A failed
        action is reported in its result and does not stop the others. Each action counts as one
        request against the rate limit. Uploads, organization exports and batches are not allowed as
        actions.

        POST /batch
        """
        return self.client.post(route("/batch"), params or {}, **options)
