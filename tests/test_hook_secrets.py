"""Invalid responses to the creation of a webhook: the secret in them is never shown."""

import contextlib
import gzip
import json
import warnings
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import pytest

import asana
from asana.types.webhooks import CreateWebhook
from asana.webhook import Receiver
from tests.faults import Act, FaultServer, data, raw, reply, too_deep
from tests.test_secrets import Sinks

Connect = Callable[..., tuple[asana.Client, FaultServer]]

SECRET = "5ec4e7" * 10 + "beef"
TARGET = "https://example.com/hooks/k"
HOOK = {"gid": "5", "target": TARGET, "filters": []}


def json_reply(status: int, body: Any, **headers: str) -> Act:
    return reply(status, json.dumps(body).encode(), **headers)


def chunked(first: bytes) -> Act:
    return raw(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n" + first + b"\r\n")


def error_of(**fields: Any) -> dict[str, Any]:
    return {"errors": [{"message": "it failed", "help": "read the docs", **fields}]}


BESIDE = {"X-Hook-Secret": SECRET}

NONSENSE: dict[str, Act] = {
    "no data": json_reply(201, BESIDE),
    "no data, a header": json_reply(201, {}, X_Hook_Secret=SECRET),
    "not in an envelope": json_reply(201, {**HOOK, "x-hook-secret": SECRET}),
    "deep inside": json_reply(201, {"result": [{"Data": HOOK, "X-HOOK-SECRET": {"is": SECRET}}]}),
    "another name": json_reply(201, {"secret": SECRET}),
    "a pair": json_reply(201, [["X-Hook-Secret", SECRET]]),
    "a text": json_reply(201, f"X-Hook-Secret: {SECRET}"),
    "HTML": reply(201, f"<html>{SECRET}</html>".encode()),
    "HTML of a failure": reply(502, f"<html>{SECRET}</html>".encode()),
    "JSON cut off": reply(201, b'{"X-Hook-Secret": "%s", ' % SECRET.encode()),
    "bad UTF-8": reply(201, b'{"X-Hook-Secret": "%s\xff"}' % SECRET.encode()),
    "empty, a header": reply(201, b"", X_Hook_Secret=SECRET),
    "a redirect": reply(302, SECRET.encode(), Location="/elsewhere", X_Hook_Secret=SECRET),
    "errors and a success": json_reply(201, {**error_of(), "data": HOOK, **BESIDE}),
    "a refusal beside it": json_reply(403, {**error_of(), **BESIDE}),
    "a refusal with it": json_reply(403, error_of(**BESIDE)),
    "a refusal that shows it": json_reply(400, error_of(message=f"no handshake: {SECRET}")),
    "a refusal with a phrase": json_reply(500, error_of(phrase=f"6 sad {SECRET}")),
    "errors too deep": reply(400, b'{"errors": %s%s}' % (b"[" * 900, b"]" * 900)),
    "a line that is no HTTP": raw(f"X-Hook-Secret: {SECRET}\r\n\r\n".encode()),
    "a protocol": raw(f"HTTP/{SECRET} 201 Created\r\n\r\n".encode()),
    "a status": raw(f"HTTP/1.1 {SECRET} Created\r\n\r\n".encode()),
    "a reason": raw(f"HTTP/1.1 201 {SECRET}\r\nContent-Length: 2\r\n\r\n{{}}".encode()),
    "a length": raw(f"HTTP/1.1 201 Created\r\nContent-Length: {SECRET}\r\n\r\n".encode()),
    "a chunk": chunked(SECRET.encode()),
    "a header that is no header": raw(f"HTTP/1.1 201 Created\r\n{SECRET}\r\n\r\n".encode()),
    "gzip": reply(201, gzip.compress(SECRET.encode()), Content_Encoding="gzip"),
    "broken gzip": reply(201, SECRET.encode(), Content_Encoding="gzip"),
    "too deep": too_deep,
}

FIELDS: CreateWebhook = {"resource": "9", "target": TARGET}


def establish(client: asana.Client) -> Any:
    return client.webhooks.establish("9", TARGET, receiver=Receiver({}))


def create_webhook(client: Any) -> Any:
    return client.webhooks.create_webhook(FIELDS, full_payload=True)


def in_a_batch(client: asana.Client) -> Any:
    batch = client.batch()
    batch.webhooks.create_webhook(FIELDS)
    [action] = batch.send()
    return action.result()


WAYS: dict[str, Callable[[asana.Client], Any]] = {
    "create_webhook": create_webhook,
    "classic": lambda client: client.webhooks.create(FIELDS),
    "raw": lambda client: client.post("/webhooks", FIELDS, opt_fields="gid"),
    "with a slash": lambda client: client.post("/webhooks/", FIELDS),
    "repeated": lambda client: client.post("/webhooks", FIELDS, retry_writes=True, max_retries=1),
    "batch": in_a_batch,
    "raw batch": lambda client: client.post(
        "/batch", {"actions": [{"method": "post", "relative_path": "/webhooks", "data": FIELDS}]}
    ),
    "establish": establish,
}


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    with Sinks() as made:
        yield made


def local_variables(trace: TracebackType | None) -> str:
    """Return the local variables of the library's frames, as an error tracker collects them."""
    found = []
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__", "").startswith("asana"):
            found.append(repr(trace.tb_frame.f_locals))
        trace = trace.tb_next
    return "\n".join(found)


def see(sinks: Sinks, error: BaseException) -> None:
    sinks.see_error(error)
    seen: BaseException | None = error
    while seen is not None:
        sinks.found.append(local_variables(seen.__traceback__))
        seen = seen.__context__
    carried = getattr(error, "response", None)
    if carried is not None:
        sinks.see(carried.content, carried.headers, carried.reason, vars(carried))


def no_webhook(wire: Any) -> bool | None:
    """Respond that there is no webhook, except to its creation."""
    if wire.request.method == "GET":
        return data([{"gid": "1"}] if "workspaces" in wire.request.target else [])(wire)
    return None


def creating(answer: Act) -> Act:
    def act(wire: Any) -> bool:
        looked = no_webhook(wire)
        return answer(wire) if looked is None else looked

    return act


@pytest.mark.parametrize("nonsense", NONSENSE)
@pytest.mark.parametrize("way", WAYS)
def test_row_64_no_secret_comes_out(
    connect: Connect, sinks: Sinks, sleeps: list[float], way: str, nonsense: str
) -> None:
    client, server = connect(creating(NONSENSE[nonsense]))
    with pytest.raises(asana.AsanaError) as caught:
        WAYS[way](client)
    see(sinks, caught.value)
    assert "POST" in sinks.text()
    assert SECRET not in sinks.text()
    assert SECRET[:30] not in sinks.text()
    assert server.requests


ANSWERS: dict[str, Any] = {
    "refused": {"status_code": 403, "body": {**error_of(), **BESIDE}, "headers": BESIDE},
    "refused with it": {"status_code": 403, "body": error_of(**BESIDE), "headers": [BESIDE]},
    "refused in words": {"status_code": 500, "body": f"<html>{SECRET}", "headers": {}},
    "no data": {"status_code": 201, "body": BESIDE, "headers": BESIDE},
    "a text": {"status_code": 201, "body": SECRET},
    "no status": {"body": {"data": HOOK, **BESIDE}},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_row_64_no_secret_comes_out_of_an_action(
    connect: Connect, sinks: Sinks, answer: Any
) -> None:
    client, _ = connect(data([answer]))
    with pytest.raises(asana.AsanaError) as caught:
        in_a_batch(client)
    see(sinks, caught.value)
    assert SECRET not in sinks.text()


WRONG: list[Any] = [None, [], "", SECRET, 5, {}, {"gid": 5}, {"gid": ["5"]}, {"gid": "../1"}]


@pytest.mark.parametrize("told", [SECRET, "f" * 64, 5, [SECRET], {"is": SECRET}, None, "\ud800"])
@pytest.mark.parametrize("hook", [*WRONG, HOOK])
def test_row_64_establish_shows_no_secret(
    connect: Connect, sinks: Sinks, hook: Any, told: Any
) -> None:
    """With an invalid record, another secret, or without a handshake."""
    answer = json_reply(201, {"data": hook, "X-Hook-Secret": told}, X_Hook_Secret=SECRET)
    client, _ = connect(creating(answer))
    store = {"other": SECRET}
    try:
        client.webhooks.establish("9", TARGET, receiver=Receiver(store))
    except asana.AsanaError as error:
        see(sinks, error)
    assert SECRET not in sinks.text()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("way", ["create_webhook", "establish", "batch"])
def test_row_64_no_secret_is_carried_by_a_warning_that_is_an_exception(
    connect: Connect, sinks: Sinks, way: str
) -> None:
    body: Any = {"data": HOOK, **BESIDE}
    if way == "batch":
        body = {"data": [{"status_code": 201, "body": body, "headers": BESIDE}]}
    change = "name=n; info=https://asana.example; affected=true"
    client, _ = connect(creating(json_reply(201, body, Asana_Change=change, X_Hook_Secret=SECRET)))
    warnings.simplefilter("error")  # the sinks would only record it
    with pytest.raises(Warning) as caught:
        WAYS[way](client)
    see(sinks, caught.value)
    assert SECRET not in sinks.text()


def test_row_64_asanas_words_are_kept(connect: Connect) -> None:
    words = "The remote server did not respond with the handshake secret"
    client, _ = connect(json_reply(400, {**error_of(message=words), **BESIDE}))
    with pytest.raises(asana.error.InvalidRequestError, match=words) as caught:
        client.webhooks.create_webhook(FIELDS)
    assert caught.value.help == "read the docs"
    with contextlib.suppress(asana.AsanaError):
        client.tasks.create_task({"name": "x"})
    answer = reply(502, b"<html>the gateway says why</html>")
    other, _ = connect(answer)
    with pytest.raises(asana.AsanaError) as plain:
        other.tasks.create_task({"name": "x"})
    assert plain.value.response is not None
    assert b"the gateway says why" in plain.value.response.content
