"""A small client of pyright's language server, which many editors use."""

import functools
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any


@functools.cache
def unavailable() -> str | None:
    """Return the reason why pyright cannot run, or None if it can.

    Its package requires Node.js, which "pyright[nodejs]" includes. If neither is installed, pyright
    downloads Node.js, which may not be possible.
    """
    command = [sys.executable, "-m", "pyright", "--version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return "pyright does not start: it may be waiting for a download of Node.js"
    if "No module named" in done.stderr:
        return 'pyright is not installed; pip install "pyright[nodejs]"'
    if done.returncode:
        return f"pyright does not start, for want of Node.js? {done.stderr.strip()[-200:]}"
    return None


class LanguageServer:
    """Requests from pyright what an editor shows in a file; `with` ends it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pyright.langserver", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        hover = {"hover": {"contentFormat": ["plaintext"]}}
        self._ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            capabilities={"textDocument": hover},
            workspaceFolders=[{"uri": folder.as_uri(), "name": "tests"}],
        )
        self._send(method="initialized", params={})

    def __enter__(self) -> "LanguageServer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def completed(self, code: str) -> list[str]:
        """Return the completions at the mark ``‸`` in a program, without quotes."""
        found = self._at("completion", code) or {"items": []}
        return [each["label"].strip("\"'") for each in found["items"]]

    def shown(self, code: str) -> str:
        """Return the hover text of the name at the mark ``‸``."""
        found = self._at("hover", code)
        return str(found["contents"]["value"]) if found else ""

    def _at(self, what: str, code: str) -> Any:
        before, mark, after = code.partition("‸")
        assert mark
        self._number += 1
        uri = (self._folder / f"program_{self._number}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": before + after}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        line, column = before.count("\n"), len(before.rpartition("\n")[2])
        place = {"line": line, "character": column}
        return self._ask(f"textDocument/{what}", textDocument={"uri": uri}, position=place)

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._send(id=self._number, method=method, params=params)
        while (message := self._read()).get("id") != self._number or "method" in message:
            if "method" in message and "id" in message:  # it requests our settings
                items = message["params"].get("items", [])
                self._send(id=message["id"], result=[{} for _ in items])
        return message.get("result")

    def _send(self, **message: Any) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        found: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return found
