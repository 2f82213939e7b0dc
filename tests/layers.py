"""Finds a layer in the stack that a client sends through."""

from typing import Any

import asana
from asana._http.paced import Paced
from asana._http.pacer import Pacer


def pacer_of(client: asana.Client) -> Pacer:
    """Return the pacer that all threads of a client share."""
    layer: Any = client._api
    while not isinstance(layer, Paced):
        layer = layer._layer
    return layer.pacer
