"""The decisions about retries, as pure functions."""

import math
from typing import Any

import pytest

from asana import error
from asana._http import retry
from asana._http.retry import Backoff, Decision, Effect

EXACT = Backoff(1.0, 2.0, 0)


def decide(failure: error.AsanaError, **changed: Any) -> Decision:
    settings: dict[str, Any] = {
        "method": "GET",
        "idempotent": False,
        "retry_writes": False,
        "resends": 0,
        "max_retries": 5,
        "remaining": 300.0,
        "backoff": EXACT,
    }
    return retry.decide(failure, **{**settings, **changed})


def unsent() -> error.NetworkError:
    failure = error.ConnectionFailedError("refused")
    failure.sent = False
    return failure


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (unsent(), Effect.NONE),
        (error.ConnectTimeoutError("slow"), Effect.NONE),
        (error.RateLimitEnforcedError(), Effect.NONE),
        (error.ConnectionFailedError("reset"), Effect.UNKNOWN),
        (error.ReadTimeoutError("silence"), Effect.UNKNOWN),
        (error.ResponseCutError("cut"), Effect.UNKNOWN),
        (error.TLSError("broke"), Effect.UNKNOWN),
        (error.ServerError(), Effect.UNKNOWN),
        (error.DeadlineExceededError("late"), Effect.UNKNOWN),
        (error.InvalidResponseError("HTML", 200), Effect.UNKNOWN),
        (error.InvalidResponseError("elsewhere", 302), Effect.UNKNOWN),
        (error.InvalidResponseError("elsewhere", 307), Effect.REFUSED),
        (error.InvalidResponseError("elsewhere", 308), Effect.REFUSED),
        (error.CertificateError("bad"), Effect.REFUSED),
        (error.ProxyFailedError("399", 399), Effect.UNKNOWN),
        (error.ProxyFailedError("400", 400), Effect.REFUSED),
        (error.ProxyFailedError("407", 407), Effect.REFUSED),
        (error.ProxyFailedError("499", 499), Effect.REFUSED),
        (error.ProxyFailedError("500", 500), Effect.UNKNOWN),
        (error.ProxyFailedError("cut"), Effect.UNKNOWN),
        (error.NotFoundError(), Effect.REFUSED),
    ],
)
def test_effect(failure: error.AsanaError, expected: Effect) -> None:
    assert retry.effect(failure) is expected


def test_waits_grow() -> None:
    waits = [decide(error.ServerError(), resends=n).wait for n in range(5)]
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_jitter_only_lengthens() -> None:
    waits = {retry.delay(error.ServerError(), 1, Backoff(1.0, 2.0, 0.5)) for _ in range(50)}
    assert len(waits) > 1
    assert 2.0 <= min(waits) <= max(waits) <= 3.0


def test_jitter_adds_a_tenth_at_most_unless_told_otherwise() -> None:
    waits = [retry.delay(error.ServerError(), 0, Backoff()) for _ in range(50)]
    assert 1.0 <= min(waits) <= max(waits) <= 1.1


def test_no_wait_beyond_the_deadline() -> None:
    failure = error.ServerError()
    assert decide(failure, remaining=1.0) == (0.0, failure)
    assert decide(failure, remaining=1.1) == Decision(wait=1.0)


def test_without_a_deadline_a_quarter_of_an_hour_is_too_long() -> None:
    failure = error.RateLimitEnforcedError()
    failure.retry_after = 899.5
    assert decide(failure, remaining=math.inf) == Decision(wait=899.5)
    failure.retry_after = 900.0
    assert decide(failure, remaining=math.inf) == (0.0, failure)


def test_no_resend_beyond_max_retries() -> None:
    failure = unsent()
    assert decide(failure, method="POST", resends=2, max_retries=2).error is failure
    assert decide(failure, method="POST", resends=1, max_retries=2).error is None


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_what_was_never_sent_may_always_be_sent(method: str) -> None:
    assert decide(unsent(), method=method).error is None


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_an_unclear_write_is_not_resent(method: str) -> None:
    failure = error.ServerError()
    decision = decide(failure, method=method)
    assert isinstance(decision.error, error.UnknownOutcomeError)
    assert decision.error.cause is failure
    assert decide(failure, method=method, idempotent=True).error is None
    assert decide(failure, method=method, retry_writes=True).error is None


def test_a_write_answered_with_nonsense_has_an_unknown_outcome() -> None:
    failure = error.InvalidResponseError("HTML", 200)
    assert decide(failure, method="GET").error is failure
    for method in ("POST", "PUT", "DELETE"):
        assert isinstance(decide(failure, method=method).error, error.UnknownOutcomeError)
    assert decide(failure, method="POST", idempotent=True).error is None
