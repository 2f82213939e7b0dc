"""A layer that sends no writes, and hands over the request instead."""

import json
from typing import Any

from .call import Call
from .request import Request

__all__ = ["Dry", "DryRun"]


class DryRun(Exception):
    """A request was not sent.

    :ivar request: the ``method``, the ``url`` and the ``body`` of the request; the body is None if
        there is none, and has no file
    """

    def __init__(self, request: Request) -> None:
        super().__init__(f"{request.method} {request.url} was not sent")
        body: Any = request.body
        if isinstance(body, bytes):
            body = json.loads(body)
        elif body is not None:
            body = {**request.fields, "file": "…"}
        self.request = {"method": request.method, "url": request.url, "body": body}


class Dry:
    """Raises a DryRun in place of sending.

    :param below: the layer that sends reads; without one, reads are not sent either
    """

    def __init__(self, below: Any = None) -> None:
        self._below = below

    def send(self, request: Request, call: Call) -> Any:
        """Send a read, or raise a DryRun."""
        if self._below is not None and request.method == "GET":
            return self._below.send(request, call)
        raise DryRun(request)
