"""Clients that are pickled or copied."""

import copy
import pickle
from collections.abc import Callable
from functools import partial
from multiprocessing.reduction import ForkingPickler
from typing import Any

import pytest

import asana
from tests.conftest import TOKEN
from tests.old_code.work import MAKERS

WAYS: dict[str, Callable[[Any], Any]] = {
    "deepcopy": copy.deepcopy,
    "multiprocessing": ForkingPickler.dumps,
    **{
        f"pickle {protocol}": partial(pickle.dumps, protocol=protocol)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    },
}

every_way = pytest.mark.parametrize("way", WAYS)


class Subclass(asana.Client):
    """A program's own client."""


@every_way
@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("kind", [asana.Client, Subclass])
def test_a_client_says_what_to_do_instead(way: str, maker: str, kind: type[asana.Client]) -> None:
    client = MAKERS[maker](kind)
    with pytest.raises(TypeError, match="create one in each process") as caught:
        WAYS[way](client)
    assert TOKEN not in str(caught.value)


def test_a_shallow_copy_says_what_to_do_instead() -> None:
    with pytest.raises(TypeError, match="create one in each process"):
        copy.copy(asana.Client())


HOLDERS: dict[str, Callable[[asana.Client], Any]] = {
    "resource": lambda client: client.tasks,
    "method": lambda client: client.tasks.find_by_id,
    "batch": lambda client: client.batch(),
    "iterator": lambda client: client.tasks.find_by_project("1"),
    "pages": lambda client: client.tasks.find_by_project("1", iterator_type="pages"),
    "search": lambda client: client.tasks.search_in_workspace("1"),
    "events": lambda client: client.events.get_iterator({"resource": "1"}),
    "feed": lambda client: client.events.feed("1", {}),
    "mirror": lambda client: client.events.mirror("1", {}),
    "dictionary": lambda client: {"client": client},
    "list of clients": lambda client: [client],
}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("way", ["deepcopy", "pickle 4", "multiprocessing"])
def test_what_holds_a_client_says_what_to_do_instead(holder: str, way: str) -> None:
    client = asana.Client.access_token(TOKEN)
    with pytest.raises(TypeError, match="create one in each process"):
        WAYS[way](HOLDERS[holder](client))


@pytest.mark.parametrize("maker", ["access_token", "oauth", "session"])
@pytest.mark.parametrize("way", ["pickle 4", "multiprocessing"])
def test_a_session_with_a_token_says_what_to_do_instead(maker: str, way: str) -> None:
    session = MAKERS[maker](asana.Client).session
    with pytest.raises(TypeError, match="token") as caught:
        WAYS[way](session)
    assert TOKEN not in str(caught.value)


def test_an_action_of_a_batch_says_what_to_do_instead() -> None:
    action = asana.Client().batch().users.me()
    for way in ("deepcopy", "pickle 4"):
        with pytest.raises(TypeError, match=r"batch|client"):
            WAYS[way](action)


@every_way
def test_options_and_errors_are_pickled_and_copied(way: str) -> None:
    options = asana.Client(item_limit=3).options.copy()
    assert WAYS[way](options) is not None
    error = asana.error.NotFoundError()
    assert WAYS[way](error) is not None
    again = pickle.loads(pickle.dumps(asana.Client(item_limit=3).options))
    assert again["item_limit"] == 3
