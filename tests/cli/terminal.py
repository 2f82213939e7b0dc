"""A program on a terminal, at which a test types."""

import os
import pty
import select
import subprocess
from types import TracebackType

LONGEST = 60  # seconds without any output, after which a test fails


class Terminal:
    """Runs a program on a pseudo-terminal."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            command,
            env={**environment, "TERM": "dumb"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.shown = ""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def type(self, text: str) -> None:
        """Type a text; what was shown before is forgotten."""
        self.shown = ""
        os.write(self._master, text.encode())

    def wait_for(self, text: str) -> bool:
        """Return whether a text is shown, which may still come; bells are left out."""
        while text not in self.shown:
            if not select.select([self._master], [], [], LONGEST)[0]:
                raise AssertionError(f"there is no {text!r} in {self.shown!r}")
            self.shown += os.read(self._master, 65536).decode().replace("\a", "")
        return True
