"""Interrupts a function at one bytecode after another, as Ctrl-C may do."""

import dis
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import asana
from asana._http.deadline import NEVER, active

# Where no signal is handled, and Python's tables of handlers may have a gap.
NOP = dis.opmap["NOP"]

PACKAGE = Path(asana.__file__).parent


def at_every_bytecode(
    function: Callable[[], object], files: list[str], stride: int = 1
) -> Iterator[int]:
    """Call a function again and again, each time interrupted a bytecode later, until it ends.

    Yields after each call that was interrupted, with the number of the bytecode.

    :param files: below the package; bytecodes of others are not counted
    :param stride: how many bytecodes later
    """
    paths = {str(PACKAGE / file) for file in files}
    for number in itertools.count(1, stride):
        interrupted = _interrupted(function, paths, number)
        # An interrupt of what restores it leaves the deadline of the call to the next test.
        active.sending.deadline = NEVER
        if not interrupted:
            return
        yield number


def _interrupted(function: Callable[[], object], paths: set[str], number: int) -> bool:
    """Call a function, interrupted at the bytecode of that number; return whether it was."""
    left = [number]

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename not in paths:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode" and frame.f_code.co_code[frame.f_lasti] != NOP:
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False
