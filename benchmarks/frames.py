"""Count the library's own frames and calls in one ``create_task``.

``python -m benchmarks.frames`` prints the numbers, and ``--show`` the names as well. The client is
warm: it has sent the same request before, so its connection is open and its caches are filled.

A frame or a call is the library's own if its code is in the package ``asana``. Comprehensions are
not counted, because Python 3.12 and newer have no frames for them. A generator is counted once,
however often it is resumed.
"""

import argparse
import contextlib
import os
import socket
import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

from requests.adapters import HTTPAdapter

import asana

from .server import ANSWERS, BASE_PATH, parse
from .worker import NEW_TASK

PACKAGE = f"{Path(asana.__file__).parent}{os.sep}"
ADAPTER = HTTPAdapter.send.__code__
COMPREHENSIONS = ("<listcomp>", "<dictcomp>", "<setcomp>")
WARM = 3


class Count(NamedTuple):
    """The numbers of one call.

    :ivar to_adapter: the own frames on the stack when the adapter of requests is called
    :ivar to_first_byte: the own frames on the stack when the first byte is sent
    :ivar calls: the own calls up to the first byte
    """

    to_adapter: list[str]
    to_first_byte: list[str]
    calls: list[str]


class Profile:
    """A profile function that stops when the first byte is sent."""

    def __init__(self) -> None:
        self.to_adapter: list[str] = []
        self.to_first_byte: list[str] = []
        self.calls: list[str] = []
        self._generators: list[FrameType] = []

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call" and is_send(arg):
            sys.setprofile(None)
            self.to_first_byte = stack(frame)
        elif event == "call" and frame.f_code is ADAPTER:
            self.to_adapter = stack(frame)
        elif event == "call" and is_own(frame.f_code) and not self._is_resumed(frame):
            self.calls.append(name(frame.f_code))

    def _is_resumed(self, frame: FrameType) -> bool:
        if not frame.f_code.co_flags & 0x20:  # CO_GENERATOR
            return False
        known = any(each is frame for each in self._generators)
        self._generators.append(frame)
        return known


def is_send(function: Any) -> bool:
    sends = getattr(function, "__name__", "") in ("send", "sendall")
    return sends and isinstance(getattr(function, "__self__", None), socket.socket)


def is_own(code: CodeType) -> bool:
    return code.co_filename.startswith(PACKAGE) and code.co_name not in COMPREHENSIONS


def name(code: CodeType) -> str:
    """Return the file and the qualified name of a function; on Python 3.10, only the last part."""
    qualified = getattr(code, "co_qualname", code.co_name)
    return f"{code.co_filename.removeprefix(PACKAGE)}: {qualified}"


def stack(frame: FrameType | None) -> list[str]:
    """Return the own frames from the outermost to a frame."""
    found = []
    while frame is not None:
        if is_own(frame.f_code):
            found.append(name(frame.f_code))
        frame = frame.f_back
    return found[::-1]


class Handler(socketserver.StreamRequestHandler):
    """Responds to each request with a task, with the same bytes as in the other benchmarks."""

    def handle(self) -> None:
        head = b""
        while line := self.rfile.readline():
            head += line
            if line == b"\r\n":
                self.rfile.read(parse(head).length)
                self.wfile.write(ANSWERS["POST", "/tasks"])
                head = b""


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Run a server in a thread, and yield its base URL."""
    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{BASE_PATH}"
        finally:
            server.shutdown()
            thread.join()


def count(base_url: str) -> Count:
    """Return the frames and calls of one ``create_task`` on a warm client."""
    with asana.Client.access_token("x", base_url=base_url) as client:
        for _ in range(WARM):
            client.tasks.create_task(NEW_TASK)
        profile, before = Profile(), sys.getprofile()
        sys.setprofile(profile)
        try:
            client.tasks.create_task(NEW_TASK)
        finally:
            sys.setprofile(before)
    return Count(profile.to_adapter, profile.to_first_byte, profile.calls)


def text(found: Count, show: bool) -> str:
    """Return the numbers, one per line, each followed by the names if they are requested."""
    titles = {
        "own frames from create_task to the adapter of requests": found.to_adapter,
        "own frames from create_task to the first byte": found.to_first_byte,
        "own calls up to the first byte": found.calls,
    }
    lines = []
    for title, names in titles.items():
        lines.append(f"{len(names):3}  {title}")
        lines += [f"       {each}" for each in names if show]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.frames", description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the names as well")
    arguments = parser.parse_args()
    with serving() as base_url:
        print(text(count(base_url), arguments.show))


if __name__ == "__main__":
    main()
