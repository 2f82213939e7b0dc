"""The command line: ``asana``, derived from the resources and the types."""

import gc
import os
import sys
import warnings
from collections.abc import Sequence

from . import command, output
from .failures import report

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of the process, which then ends; return its exit code."""
    if arguments is None:
        gc.freeze()  # the modules stay until the end: collections would look at them in vain
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        output.prepare()
        with warnings.catch_warnings():
            warnings.showwarning = lambda text, *_: print(f"asana: {text}", file=sys.stderr)
            status = command.run(words)
        sys.stdout.flush()
        return status
    except SystemExit as end:  # after --help and --version
        return int(end.code or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader has ended, as after `| head`
        return 0
    except Exception as failure:  # scripts need a message and a code, whatever it is
        return report(failure, command.asks_for_json(words))
    finally:
        try:
            sys.stdout.flush()
        except OSError:  # Python would try again to write what is left, and complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
