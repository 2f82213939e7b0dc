"""A client whose class overrides the verbs with the signatures of python-asana."""

from typing import Any

import asana

__all__ = ["overriding"]


class _Overriding(asana.Client):
    def get(self, path: Any, query: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().get(path, dict(query), **options)

    def get_collection(self, path: Any, query: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().get_collection(path, dict(query), **options)

    def post(self, path: Any, data: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().post(path, dict(data), **options)

    def put(self, path: Any, data: Any, **options: Any) -> Any:  # type: ignore[override]
        return super().put(path, dict(data), **options)


def overriding(client: asana.Client) -> asana.Client:
    """Return a client with its verbs overridden, which require dictionaries."""
    client.__class__ = _Overriding
    return client
