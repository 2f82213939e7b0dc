"""Find a layer in the stack of a client, and create requests for it."""

from typing import Any

import asana
from asana._http.paced import Paced
from asana._http.pacer import Pacer
from asana._http.request import Request


def pacer_of(client: asana.Client) -> Pacer:
    """Return the pacer that all threads of a client share."""
    layer: Any = client._api
    while not isinstance(layer, Paced):
        layer = layer._layer
    return layer.pacer


def request_of(method: str) -> Request:
    """Return a request in the form that the lowest layers receive."""
    return Request(
        method, "/x", "https://a.example", "https://a.example/x", {}, None,
        False, False, 0, 1, None, None, None, None,
    )  # fmt: skip
