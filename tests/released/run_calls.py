"""Execute calls with the installed library and print the outcomes, one JSON line per call.

    python run_calls.py calls SEED      print the calls of a seed
    python run_calls.py outcomes        read calls from the standard input, print their outcomes
    python run_calls.py sample SEED N   print N calls of a seed, each with its outcome

It requires only the library, so that it runs in an environment of a released version.
"""

import collections
import copy
import itertools
import json
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# At the end, so that an installed `asana` takes precedence over one in the same directory.
sys.path.append(str(Path(__file__).parents[2]))

import asana
from tests.released.calls import Call, generate, sample
from tests.released.recorder import Recorder
from tests.released.values import plain, revive

# More items than any listing here has, to stop endless iterators.
MOST_ITEMS = 300

# The attributes that programs read from an error.
FACTS = ("status", "sync", "retry_after")

NOTICE = "This request is affected by"


def outcome(call: Call, recorder: Recorder) -> dict[str, Any]:
    """Return the outcome of a call: what it sent, returned or raised, and its waits.

    Empty members are omitted.
    """
    named = {name.lower() for given in _all_headers(call) for name in given}
    recorder.begin(call.serve, call.faults, named)
    args = revive(call.args, recorder.base_url)
    before = copy.deepcopy([arg for arg in args if isinstance(arg, dict) and _is_plain(arg)])
    noted: dict[str, Any] = {}
    with _no_waits() as waits, _warned() as notices:
        noted.update(_made(call, args, recorder.base_url))
    after = [arg for arg in args if isinstance(arg, dict) and _is_plain(arg)]
    if before != after:
        noted["written"] = plain(after)
    noted |= {"requests": recorder.requests, "waits": waits, "notices": notices}
    return {name: value for name, value in noted.items() if value or name == "result"}


def _all_headers(call: Call) -> Iterator[dict[str, Any]]:
    keywords = call.make[2] if call.make else {}
    for place in (call.kwargs, call.options, call.defaults, keywords):
        yield place.get("headers") or {}
    yield call.headers


def _is_plain(value: Any) -> bool:
    """Return whether a copy of a value is equivalent; generators cannot be copied."""
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True


@contextmanager
def _no_waits() -> Iterator[list[float]]:
    """Record the waits between attempts instead of waiting."""
    waits: list[float] = []
    sleep = time.sleep
    time.sleep = waits.append  # type: ignore[assignment]
    try:
        yield waits
    finally:
        time.sleep = sleep


@contextmanager
def _warned() -> Iterator[list[str]]:
    """Record the notices of announced changes; other warnings are advice."""
    notices: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield notices
    notices += [str(each.message) for each in caught if str(each.message).startswith(NOTICE)]


def _made(call: Call, args: list[Any], base_url: str) -> dict[str, Any]:
    """Execute a call; return its result or error, with the calls of an overridden verb."""
    noted: dict[str, Any] = {}
    items: list[Any] = []
    seen: list[Any] = []
    client, stage = None, "constructor"
    try:
        with _defaults(revive(call.defaults, base_url)):
            client = _client(call, base_url, seen)
            stage = "call"
            result = _method(client, call.target)(*args, **revive(call.kwargs, base_url))
            if isinstance(result, collections.abc.Iterator):
                noted["iterator"] = True
                result = _taken(result, items)
            noted["result"] = plain(result)
    except Exception as error:
        noted["error"] = {"at": stage, **_described(error, base_url)}
        noted["items"] = plain(items)
    finally:
        _close(client)
    noted["seen"] = seen
    return noted


def _taken(iterator: Any, items: list[Any]) -> list[Any]:
    """Return the items of an iterator; `items` also has them if it ends in an error."""
    items.extend(itertools.islice(iterator, MOST_ITEMS))
    return items


@contextmanager
def _defaults(defaults: dict[str, Any]) -> Iterator[None]:
    """Change the defaults of all clients temporarily."""
    table = asana.Client.DEFAULT_OPTIONS
    kept = dict(table)
    table.update(defaults)
    try:
        yield
    finally:
        table.clear()
        table.update(kept)


def _client(call: Call, base_url: str, seen: list[Any]) -> Any:
    """Return the client of a call; the base URL is set later if the constructor rejects it."""
    kind = _overriding(call.overridden, seen) if call.overridden else asana.Client
    name, args, kwargs = call.make or ["access_token", ["T"], {}]
    constructor = getattr(kind, name) if name else kind
    client = constructor(*revive(args, base_url), **revive(kwargs, base_url))
    client.options["base_url"] = base_url
    for option, value in revive(call.options, base_url).items():
        client.options[option] = value
    for option in call.without:
        del client.options[option]
    if call.headers:
        client.headers = revive(call.headers, base_url)
    return client


def _overriding(verb: str, seen: list[Any]) -> type[asana.Client]:
    """Return a client that records the calls of a verb in `seen` and executes them."""
    own = getattr(asana.Client, verb)

    def override(self: Any, first: Any, second: Any, **options: Any) -> Any:
        ours = {name: value for name, value in options.items() if name in ("params", "data")}
        seen.append(plain([verb, first, second, ours]))
        return own(self, first, second, **options)

    return type("Overriding", (asana.Client,), {verb: override})


def _method(client: Any, target: str) -> Any:
    for name in target.split("."):
        client = getattr(client, name)
    return client


def _close(client: Any) -> None:
    close = getattr(getattr(client, "session", None), "close", None)
    if close is not None:
        close()


def _described(error: Exception, base_url: str) -> dict[str, Any]:
    """Return the attributes of an exception, and its classes, the nearest first."""
    classes = [_name(kind) for kind in type(error).__mro__[:-1]]
    text = str(error).replace(base_url, "BASE")[:300]
    noted = {"class": classes[0], "classes": classes[1:], "text": text}
    for name in FACTS:
        value = getattr(error, name, None)
        if value is not None:
            noted[name] = plain(value)
    response = getattr(error, "response", None)
    if response is not None:
        noted["response"] = response.status_code
    return noted


def _name(kind: type) -> str:
    """Return the name of a class with its package."""
    package = kind.__module__.partition(".")[0]
    return kind.__qualname__ if package == "builtins" else f"{package}.{kind.__qualname__}"


def main() -> None:
    """Run the command given by the arguments."""
    # The released library sends a token over http only if told to.
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    mode, *numbers = sys.argv[1:]
    if mode == "calls":
        for call in generate(int(numbers[0])):
            print(_line(call.to_json()))
        return
    with Recorder() as recorder:
        if mode == "sample":
            for call in sample(*map(int, numbers)):
                print(_line({"call": call.to_json(), "did": outcome(call, recorder)}))
            return
        for line in sys.stdin:
            print(_line(outcome(Call.from_json(json.loads(line)), recorder)), flush=True)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
