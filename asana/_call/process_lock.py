"""A lock that a fork cannot leave held."""

import os
import threading

__all__ = ["ProcessLock"]


class ProcessLock:
    """A lock that is free in a forked process, where no thread could ever release it."""

    def __init__(self) -> None:
        self._locks: dict[int, threading.Lock] = {}

    def __enter__(self) -> None:
        self._locks.setdefault(os.getpid(), threading.Lock()).acquire()

    def __exit__(self, *exception: object) -> None:
        self._locks[os.getpid()].release()
