"""Interrupt a function at each of its bytecodes, as Ctrl-C can do."""

import dis
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import asana
from asana._http.deadline import NEVER, active

# Opcodes at which no signal is handled, and Python's exception tables may have a gap.
QUIET = {dis.opmap.get("NOP"), dis.opmap.get("JUMP_BACKWARD_NO_INTERRUPT")}

PACKAGE = Path(asana.__file__).parent


def at_every_bytecode(
    function: Callable[[], object], files: list[str], stride: int = 1
) -> Iterator[int]:
    """Call a function repeatedly, interrupted one bytecode later each time, until it ends.

    Yields the number of the bytecode after each interrupted call.

    :param files: files of the package whose bytecodes are counted
    :param stride: the number of bytecodes between interrupts
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
    """Call a function, interrupted at the bytecode with a number; return whether it was."""
    left = [number]

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename not in paths:
            return None
        frame.f_trace_opcodes = True
        code = frame.f_code.co_code[frame.f_lasti]
        if event == "opcode" and code not in QUIET and frame.f_lineno is not None:
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    # Python 3.12 looks at this frame to decide whether there are events of opcodes.
    sys._getframe().f_trace_opcodes = True
    sys.settrace(trace)
    try:
        function()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    assert left[0] > 0, "the interrupt was swallowed"
    return False
