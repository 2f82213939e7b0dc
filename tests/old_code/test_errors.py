"""The exception classes that programs catch."""

import copy
import pickle
from typing import Any

import pytest

import asana
from asana import error
from tests.faults import data, failure
from tests.old_code.work import LISTINGS, MAKERS, Connect, Serve

PLAN = [
    "This feature is only available to premium users",
    "Payment required: upgrade to use this",
    "Not available for free users",
    "Only organizations on a paid plan may do this",
    "Upgrade your plan",
]
OTHER = ["Not allowed", "You do not have access to this task", "Forbidden", ""]


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("message", PLAN)
@pytest.mark.parametrize("caught", [error.PremiumOnlyError, error.ForbiddenError])
def test_a_403_about_the_plan_is_caught_as_either(
    serve: Serve, maker: str, message: str, caught: type[error.AsanaError]
) -> None:
    server = serve(failure(403, message))
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    with pytest.raises(caught) as raised:
        client.users.me()
    assert raised.value.status == 403
    assert str(raised.value).startswith(f"Forbidden: {message}")


CALLS: dict[str, Any] = {
    "get": lambda c: c.users.me(),
    "post": lambda c: c.tasks.create(name="x"),
    "put": lambda c: c.tasks.update("1", name="x"),
    "delete": lambda c: c.tasks.delete("1"),
    "upload": lambda c: c.attachments.create_on_task("1", b"x", "n"),
    "one page": lambda c: c.tasks.find_by_project("1", iterator_type=None),
    "search": lambda c: list(c.tasks.search_in_workspace("1", text="x")),
    "feed": lambda c: next(c.events.feed("1", {"1": "s"})),
    **{
        listing: lambda c, read=read: read(lambda **o: c.tasks.find_by_project("1", **o))
        for listing, read in LISTINGS.items()
    },
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("status", "message", "premium", "forbidden"),
    [(403, PLAN[0], True, True), (403, OTHER[0], False, True), (402, "", True, False)],
)
def test_each_call_raises_the_same_classes(
    connect: Connect, call: str, status: int, message: str, premium: bool, forbidden: bool
) -> None:
    client, _ = connect(failure(status, message))
    with pytest.raises(error.AsanaError) as raised:
        CALLS[call](client)
    assert isinstance(raised.value, error.PremiumOnlyError) is premium
    assert isinstance(raised.value, error.ForbiddenError) is forbidden


@pytest.mark.parametrize("message", OTHER)
def test_another_403_is_not_about_the_plan(connect: Connect, message: str) -> None:
    client, _ = connect(failure(403, message))
    with pytest.raises(error.ForbiddenError) as raised:
        client.users.me()
    assert not isinstance(raised.value, error.PremiumOnlyError)


@pytest.mark.parametrize("message", PLAN)
def test_an_action_of_a_batch_fails_with_the_same_classes(connect: Connect, message: str) -> None:
    body = {"errors": [{"message": message}]}
    client, _ = connect(data([{"status_code": 403, "body": body}]))
    batch = client.batch()
    action: Any = batch.users.me()
    batch.send()
    for caught in (error.PremiumOnlyError, error.ForbiddenError):
        with pytest.raises(caught):
            action.result()


def test_a_403_about_the_plan_is_pickled_and_copied(connect: Connect) -> None:
    client, _ = connect(failure(403, PLAN[0]))
    with pytest.raises(error.ForbiddenError) as raised:
        client.users.me()
    for again in (pickle.loads(pickle.dumps(raised.value)), copy.copy(raised.value)):
        assert isinstance(again, error.PremiumOnlyError)
        assert isinstance(again, error.ForbiddenError)
        assert (str(again), again.status) == (str(raised.value), 403)


def test_results_in_parallel_hold_the_same_classes(connect: Connect) -> None:
    client, _ = connect(failure(403, PLAN[0]))
    found = client.map(client.tasks.find_by_id, ["1", "2"], return_errors=True)
    assert all(
        isinstance(each, error.PremiumOnlyError) and isinstance(each, error.ForbiddenError)
        for each in found
    )
