"""Run the sandbox from the command line: `python -m asana.sandbox --port 8080`."""

import argparse
import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import asana.sandbox  # importing the name Sandbox would import Flask
from asana.sandbox.data.problems import DataError
from asana.sandbox.oauth.apps import read_argument
from asana.sandbox.web.received import MAX_REQUEST_BYTES, MAX_REQUESTS, ReceivedRequest

_AGAIN = (
    ": fix the problem and press Ctrl-C again; if saving fails again, the sandbox stops without it"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C or SIGTERM, and return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options, unknown = _parser().parse_known_args(words)
    if unknown:
        hint = "" if "--" in words or not options.program else "; write -- before a program"
        return _complain(f"unknown option {unknown[0].partition('=')[0]}{hint}", 2)
    if words[-1:] == ["--"]:  # as of a variable that is not set
        return _complain("write a program after --", 2)
    if options.save and not options.data:
        return _complain("--save needs --data FILE", 2)
    try:
        sandbox = _make(options)
        sandbox.start()
    except (ImportError, DataError) as error:
        return _complain(str(error))
    except ValueError as error:
        return _complain(str(error), 2)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return _complain(f"cannot listen on {options.host}: {error.strerror}")
        return _complain(f"port {options.port} is in use: choose another port with --port")
    return _run_program(sandbox, options) if options.program else _run(sandbox, options)


def _run_program(sandbox: "asana.sandbox.Sandbox", options: argparse.Namespace) -> int:
    """Run a program on the sandbox, and return its exit status."""
    access = {"ASANA_BASE_URL": sandbox.base_url, "ASANA_ACCESS_TOKEN": sandbox.access_token}
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the program
    try:
        # The program is what the user of the command wants to run.
        with subprocess.Popen(options.program, env={**os.environ, **access}) as program:  # noqa: S603
            status = program.wait()
    except OSError as error:
        return _complain(f"cannot run {options.program[0]}: {error.strerror}", 127)
    finally:
        if before is not None:  # None if it was not set from Python
            signal.signal(signal.SIGINT, before)
    try:
        sandbox.stop()
    except OSError as error:
        return _complain(f"cannot write {options.data}: {error.strerror}")
    return status if status >= 0 else 128 - status


def _make(options: argparse.Namespace) -> "asana.sandbox.Sandbox":
    sandbox = asana.sandbox.Sandbox(
        options.port,
        options.host,
        options.token,
        on_request=None if options.quiet or options.program else _log,
        oauth_clients=[read_argument(client) for client in options.oauth_client],
        rate_limit=options.rate_limit,
        data=options.data,
        save=options.save,
        max_requests=options.max_requests,
        max_request_bytes=options.max_request_bytes,
        strict=options.strict,
        plan=options.plan,
        plain_batch_headers=options.plain_batch_headers,
        control_token=options.control_token,
        allowed_hosts=options.allowed_host,
        remote_webhooks=options.remote_webhooks,
    )
    if options.latency:
        sandbox.faults.add(latency=options.latency)
    return sandbox


def _run(sandbox: "asana.sandbox.Sandbox", options: argparse.Namespace) -> int:
    stopped = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stopped.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        return _run_until(stopped, sandbox, options)
    finally:
        for number, handler in before.items():
            if handler is not None:  # None if it was not set from Python
                signal.signal(number, handler)


def _run_until(
    stopped: threading.Event, sandbox: "asana.sandbox.Sandbox", options: argparse.Namespace
) -> int:
    _say(
        f"The sandbox answers at {sandbox.base_url}",
        f"as {sandbox.user['name']}, whose token is {sandbox.access_token}",
        f"Open {sandbox.url} in a browser to see its data",
        "",
        f"export ASANA_BASE_URL={sandbox.base_url}",
        f"export ASANA_ACCESS_TOKEN={sandbox.access_token}",
        "",
        f"Programs control it at {sandbox.url}_sandbox/ with the token {sandbox.control_token}",
        "",
        "Ctrl-C stops it.",
    )
    for advice in (_AGAIN, "; stopping without saving"):
        # Wait in slices, because on Windows an endless wait ignores Ctrl-C.
        while not stopped.wait(0.5):
            pass
        stopped.clear()
        try:
            sandbox.stop()
            break
        except OSError as error:
            _complain(f"cannot write {options.data}: {error.strerror}{advice}")
    else:
        return 1
    if options.save:
        _say("", f"The state is in {options.data}.")
    _say("", "The sandbox has stopped.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m asana.sandbox", description="Run a local Asana with demo data."
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen on (%(default)s); other addresses require --token",
    )
    parser.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a host name to accept in requests, such as the name of a container; repeatable",
    )
    parser.add_argument("--port", type=int, default=0, help="the port (default: any free port)")
    parser.add_argument("--token", help="the access token of the main user (default: random)")
    parser.add_argument("--control-token", help="the token of the control API (default: random)")
    parser.add_argument(
        "--oauth-client",
        action="append",
        default=[],
        metavar="ID:SECRET[:REDIRECT_URI]",
        help="an app that can request access; repeatable for several apps or redirect URIs",
    )
    parser.add_argument(
        "--data", metavar="FILE", help="start with this state instead of the demo data"
    )
    parser.add_argument("--save", action="store_true", help="write the state to FILE when stopping")
    parser.add_argument("--strict", action="store_true", help="reject names that Asana ignores")
    parser.add_argument("--plan", default="paid", help="paid (the default) or free")
    parser.add_argument(
        "--plain-batch-headers",
        action="store_true",
        help="return the headers in batch results as a plain map, as before 2026",
    )
    parser.add_argument("--rate-limit", type=int, metavar="N", help="requests per minute per token")
    parser.add_argument(
        "--latency",
        type=float,
        default=0.0,
        metavar="S",
        help="delay added to each response, in seconds",
    )
    for name, default, kept in (
        ("--max-requests", MAX_REQUESTS, "number of requests kept in the log"),
        ("--max-request-bytes", MAX_REQUEST_BYTES, "total size of these requests in bytes"),
    ):
        help_text = f"{kept} (%(default)s)"
        parser.add_argument(name, type=int, default=default, metavar="N", help=help_text)
    parser.add_argument(
        "--remote-webhooks", action="store_true", help="also send webhooks to other machines"
    )
    parser.add_argument(
        "program",
        nargs="*",
        metavar="-- PROGRAM",
        help="run this program on the sandbox, and exit with its status",
    )
    parser.add_argument("--quiet", action="store_true", help="do not log a line per request")
    return parser


def _log(received: ReceivedRequest) -> None:
    _say(f"{received.status} {received.method} {quote(received.path, safe='/:@')}")


def _say(*lines: Any) -> None:
    try:
        print(*lines, sep="\n", flush=True)
    except BrokenPipeError:  # nobody reads the output, for example after `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(problem: str, status: int = 1) -> int:
    print(f"asana.sandbox: {problem}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
