"""Many listings at once: a batch request reads the first pages of ten."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .._call.paths import Path
from ..error import AsanaError, InvalidRequestError, NotFoundError, RetryableAsanaError
from ..options import OF_THE_REQUEST

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["Place", "listings", "records"]

K = TypeVar("K")

Errors = tuple[type[AsanaError], ...]

Place = tuple[Path, Mapping[str, Any]]
"""The path and the query of a listing or a record."""


def listings(
    client: "Verbs",
    places: Mapping[K, Place],
    options: Mapping[str, Any],
    absent: Errors = (NotFoundError,),
    gone: Callable[[K], bool] | None = None,
) -> Iterator[tuple[K, Iterable[Any] | None]]:
    """Yield the items of each listing; further pages are fetched during the iteration.

    :param options: the options of each listing
    :param absent: the errors for an object that does not exist; None is yielded for it
    :param gone: returns whether an ``InvalidRequestError`` means that as well
    :raises AsanaError: a listing failed
    """
    for key, place, action in _sent(client, "get_collection", places, options):
        try:
            yield key, action.result()
        except absent:
            yield key, None
        except InvalidRequestError:
            if gone is None or not gone(key):
                raise
            yield key, None
        except RetryableAsanaError:  # of one action; a batch does not retry single actions
            yield key, client.get_collection(*place, **options)


def records(
    client: "Verbs",
    places: Mapping[K, Place],
    options: Mapping[str, Any],
    absent: Errors = (NotFoundError,),
) -> Iterator[tuple[K, Any]]:
    """Yield each record, or None if it does not exist.

    :param absent: the errors for a record that does not exist
    :raises AsanaError: a record could not be read
    """
    for key, place, action in _sent(client, "get", places, options):
        try:
            yield key, action.result()
        except absent:
            yield key, None
        except RetryableAsanaError:
            yield key, client.get(*place, **options)


def _sent(
    client: "Verbs", verb: str, places: Mapping[K, Place], options: Mapping[str, Any]
) -> Iterator[tuple[K, Place, Any]]:
    """Send a batch of GET requests, and yield the action of each."""
    transport = {name: value for name, value in options.items() if name in OF_THE_REQUEST}
    own = {name: value for name, value in options.items() if name not in OF_THE_REQUEST}
    batch = client.batch(**transport)
    record = getattr(batch, verb)
    actions = {key: record(*place, **own) for key, place in places.items()}
    batch.send()
    for key, action in actions.items():
        yield key, places[key], action
