"""A lock that is never held after a fork."""

import os
import threading

__all__ = ["ProcessLock"]


class ProcessLock:
    """A lock that is free in a forked process, where the thread that holds it does not exist."""

    def __init__(self) -> None:
        self._locks: dict[int, threading.Lock] = {}

    def __enter__(self) -> None:
        self._locks.setdefault(os.getpid(), threading.Lock()).acquire()

    def __exit__(self, *exception: object) -> None:
        self._locks[os.getpid()].release()
