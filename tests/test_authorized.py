"""The layer that sends the token, with a layer below that answers as told."""

from typing import Any

import pytest
from requests.auth import HTTPBasicAuth

from asana import error
from asana._http.access import Access
from asana._http.authorized import Authorized
from asana._http.bearer import BearerAuth
from asana._http.call import Call
from asana._http.deadline import Deadline
from asana.session import Session
from tests.test_request import BASE_URL, build


class Below:
    """Answers in turn, and records the header of each attempt."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)
        self.shown: list[str | None] = []

    def send(self, request: Any, call: Call) -> Any:
        assert request == REQUEST
        self.shown.append(call.authorization)
        return self.outcomes.pop(0)


class Renewing(BearerAuth):
    """Has a new token after a rejection, if it is told so."""

    new: str | None = None

    def ready(self, deadline: Deadline) -> str:
        self.deadline = deadline
        return super().ready(deadline)

    def renew(self, refused: str, deadline: Deadline) -> bool:
        assert (refused, deadline) == ("Bearer old", self.deadline)
        if self.new:
            self._token = self.new
        return self.new is not None

    def explained(self, refusal: error.AsanaError) -> error.AsanaError:
        refusal.args = ("explained",)
        return refusal


REQUEST = build()
MINE = "the token of a test"


def send(auth: Any, *outcomes: Any) -> tuple[Any, Below]:
    below = Below(*outcomes)
    call = Call(9)
    outcome = Authorized(below, Access(Session(), auth)).send(REQUEST, call)
    assert call.auth is auth
    if isinstance(auth, Renewing):
        assert auth.deadline is call.deadline
    assert below.outcomes == []
    return outcome, below


@pytest.mark.parametrize("outcome", [{"data": {}}, error.ForbiddenError()])
def test_an_attempt_that_is_not_rejected_is_the_outcome(outcome: Any) -> None:
    found, below = send(Renewing("old", BASE_URL), outcome)
    assert found is outcome
    assert below.shown == ["Bearer old"]


def test_a_new_token_is_tried_once() -> None:
    auth = Renewing("old", BASE_URL)
    auth.new = "new"
    found, below = send(auth, error.NoAuthorizationError(), {"data": 1})
    assert found == {"data": 1}
    assert below.shown == ["Bearer old", "Bearer new"]


def test_a_new_token_that_is_rejected_is_not_renewed_again() -> None:
    auth = Renewing("old", BASE_URL, MINE)
    auth.new = "new"
    second = error.NoAuthorizationError()
    found, _ = send(auth, error.NoAuthorizationError(), second)
    assert found is second
    assert found.advice == f"The token of a test was rejected by {BASE_URL}"
    assert found.args != ("explained",)


def test_without_a_new_token_the_rejection_is_explained() -> None:
    first = error.NoAuthorizationError()
    found, below = send(Renewing("old", BASE_URL, MINE), first)
    assert found is first
    assert (found.args, below.shown) == (("explained",), ["Bearer old"])
    assert found.advice == f"The token of a test was rejected by {BASE_URL}"


def test_a_body_that_cannot_be_sent_again_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Call, "rewind", lambda self, request: request != REQUEST)
    auth = Renewing("old", BASE_URL)
    auth.new = "new"
    found, below = send(auth, error.NoAuthorizationError())
    assert (found.args, below.shown) == (("explained",), ["Bearer old"])


@pytest.mark.parametrize(
    ("auth", "advice"),
    [
        (None, "The request had no credentials, and was rejected"),
        (HTTPBasicAuth("a", "b"), "The auth of the client or its session was rejected"),
    ],
)
def test_other_auth_is_left_to_the_session(auth: Any, advice: str) -> None:
    found, below = send(auth, error.NoAuthorizationError())
    assert found.advice == f"{advice} by {BASE_URL}"
    assert below.shown == [None]
    found, _ = send(auth, {"data": 2})
    assert found == {"data": 2}
    forbidden = error.ForbiddenError()
    assert send(auth, forbidden)[0].advice is None


def test_a_missing_token_is_an_error_before_anything_is_sent() -> None:
    with pytest.raises(error.MissingTokenError):
        send(BearerAuth(None, BASE_URL))
