"""Batch: several actions in one request."""

from typing import Any

from ..records import Record
from .resource import Params, Resource

__all__ = ["BatchAPI"]


class BatchAPI(Resource):
    """Batch: several actions in one request."""

    def create_batch_request(self, params: Params = None, **options: Any) -> list[Record]:
        """Carry out up to ten ``actions`` in no particular order and return their answers in order.

        An action has ``method``, ``relative_path`` (without a query), ``data`` and ``options``; an
        answer has ``status_code``, ``headers`` and ``body``. An action that fails says so in its
        answer, and the others go on. Each counts as one request. Uploads, organization exports
        and batches cannot be actions.

        POST /batch
        """
        return self.client.post("/batch", params or {}, **options)  # type: ignore[return-value]
