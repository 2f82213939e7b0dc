"""Many listings at once: their first pages come ten to a request."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .._call.paths import Path
from ..error import AsanaError, NotFoundError, RetryableAsanaError
from ..options import OF_THE_REQUEST

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["Place", "listings", "records"]

K = TypeVar("K")

Place = tuple[Path, Mapping[str, Any]]
"""The path and the query of a listing or a record."""


def listings(
    client: "Verbs",
    places: Mapping[K, Place],
    options: Mapping[str, Any],
    absent: tuple[type[AsanaError], ...] = (NotFoundError,),
) -> Iterator[tuple[K, Iterable[Any]]]:
    """Give the items of each listing, whose further pages are fetched as the items are taken.

    :param options: the options of each listing
    :param absent: the errors that stand for a listing without items
    :raises AsanaError: a listing failed
    """

    def again(place: Place) -> Iterable[Any]:
        return client.get_collection(*place, **options)

    return _each(client, "get_collection", places, options, absent, again, ())


def records(
    client: "Verbs",
    places: Mapping[K, Place],
    options: Mapping[str, Any],
    absent: tuple[type[AsanaError], ...] = (NotFoundError,),
) -> Iterator[tuple[K, Any]]:
    """Give each record, or None in its place.

    :param absent: the errors that stand for no record
    :raises AsanaError: a record could not be read
    """

    def again(place: Place) -> Any:
        return client.get(*place, **options)

    return _each(client, "get", places, options, absent, again, None)


def _each(
    client: "Verbs",
    verb: str,
    places: Mapping[K, Place],
    options: Mapping[str, Any],
    absent: tuple[type[AsanaError], ...],
    again: Callable[[Place], Any],
    nothing: Any,
) -> Iterator[tuple[K, Any]]:
    transport = {name: value for name, value in options.items() if name in OF_THE_REQUEST}
    own = {name: value for name, value in options.items() if name not in OF_THE_REQUEST}
    batch = client.batch(**transport)
    record = getattr(batch, verb)
    actions = {key: record(*place, **own) for key, place in places.items()}
    batch.send()
    for key, action in actions.items():
        try:
            yield key, action.result()
        except absent:
            yield key, nothing
        except RetryableAsanaError:  # of one action, which a batch does not send again
            yield key, again(places[key])
