"""Parallel calls of a function, with their results in order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

__all__ = ["results"]


T = TypeVar("T")
R = TypeVar("R")


def results(
    function: Callable[[T], R], iterable: Iterable[T], concurrency: int, return_errors: bool
) -> Iterator[Any]:
    """Yield the results of a function for each item, in the order of the items.

    Items are read in the caller's thread, as needed: at most twice ``concurrency`` items are ahead
    of the results. The function runs with the context variables of the caller.

    :raises RuntimeError: a forked process continued the iteration, or the function raised
        ``StopIteration``
    """
    wait = True
    executor = ThreadPoolExecutor(concurrency, thread_name_prefix="asana-map")
    try:
        # In Python 3.12, an interrupt at the end of a loop skips a ``finally`` around the loop.
        yield from _in_order(executor, function, iterable, 2 * concurrency, return_errors)
    except GeneratorExit:
        wait = False  # the garbage collector can run in one of these threads
        raise
    finally:
        # Calls that have not started are canceled; after an error, wait for the running ones.
        executor.shutdown(wait, cancel_futures=True)


def _in_order(
    executor: ThreadPoolExecutor,
    function: Callable[[T], R],
    iterable: Iterable[T],
    most: int,
    return_errors: bool,
) -> Iterator[Any]:
    """Yield the results in order; at most ``most`` calls are ahead of them."""
    process = os.getpid()
    calls: deque[Future[R]] = deque()
    failure: Exception | None = None
    items = iter(iterable)
    while failure is None:
        try:
            calls.append(executor.submit(copy_context().run, function, next(items)))
        except StopIteration:
            break
        except Exception as error:
            failure = error  # raised below, after the results before it
        while calls and (calls[0].done() or len(calls) >= most):
            yield _outcome(function, calls.popleft(), return_errors)
            _stay_in(process)
    while calls:
        yield _outcome(function, calls.popleft(), return_errors)
        _stay_in(process)
    if failure is not None:
        raise failure


def _stay_in(process: int) -> None:
    """Keep a forked process from waiting for threads that it does not have."""
    if os.getpid() != process:
        raise RuntimeError("a forked process cannot continue a map of its parent process")


def _outcome(function: Callable[..., R], call: Future[R], return_errors: bool) -> Any:
    error = call.exception()
    if return_errors and isinstance(error, Exception):
        return error
    if isinstance(error, StopIteration):  # it would end the generator
        name = getattr(function, "__qualname__", None) or repr(function)
        raise RuntimeError(f"{name} raised StopIteration") from error
    return call.result()
