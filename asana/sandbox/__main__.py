"""The sandbox on the command line: `python -m asana.sandbox --port 8080`."""

import argparse
import errno
import signal
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asana.sandbox.app import ReceivedRequest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C or SIGTERM; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        from asana.sandbox import Sandbox
        from asana.sandbox.oauth_apps import read_argument
    except ImportError as error:
        return _complain(str(error))
    on_request = None if options.quiet else _log
    try:
        sandbox = Sandbox(
            options.port,
            options.host,
            options.token,
            on_request=on_request,
            oauth_clients=[read_argument(client) for client in options.oauth_client],
        )
        sandbox.start()
    except ValueError as error:
        return _complain(str(error))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return _complain(f"cannot listen on {options.host}: {error.strerror}")
        return _complain(f"port {options.port} is in use: choose another one with --port")
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    _say(
        f"The sandbox answers at {sandbox.base_url}",
        f"as {sandbox.user['name']}, whose token is {sandbox.access_token}",
        "",
        f"export ASANA_BASE_URL={sandbox.base_url}",
        f"export ASANA_ACCESS_TOKEN={sandbox.access_token}",
        "",
        "Ctrl-C stops it.",
    )
    # Waiting in slices, because on Windows a wait without end does not notice Ctrl-C.
    while not stopped.wait(0.5):
        pass
    sandbox.stop()
    _say("", "The sandbox has stopped.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m asana.sandbox", description="Run a local Asana with demo data."
    )
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="the port; 0, the default: any free")
    parser.add_argument("--token", help="the access token of the main user; default: a random one")
    parser.add_argument(
        "--oauth-client",
        action="append",
        default=[],
        metavar="ID:SECRET[:REDIRECT_URI]",
        help="an app that may ask for access; several times for several, or for more redirects",
    )
    parser.add_argument("--quiet", action="store_true", help="do not log a line per request")
    return parser


def _log(received: "ReceivedRequest") -> None:
    _say(f"{received.status} {received.method} {received.path}")


def _say(*lines: Any) -> None:
    print(*lines, sep="\n", flush=True)


def _complain(problem: str) -> int:
    print(f"asana.sandbox: {problem}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
