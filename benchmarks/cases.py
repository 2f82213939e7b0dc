"""The measured cases, and their sizes."""

from dataclasses import dataclass
from typing import Literal

Measure = Literal["cpu", "wall", "memory"]

TIMES: tuple[Measure, ...] = ("cpu", "wall")
TIMES_AND_MEMORY: tuple[Measure, ...] = ("cpu", "wall", "memory")


@dataclass(frozen=True)
class Case:
    """One case.

    :ivar name: the name for ``--cases`` and in ``worker.py``
    :ivar count: the number of calls, items, megabytes or processes in one measurement
    :ivar quick: the same for ``--quick``
    :ivar warm: the same before the measurement
    :ivar shown: the number to which times are scaled
    :ivar unit: the unit of times
    :ivar drawn: the measures that the picture shows
    :ivar latency: the delay of each response of the server, in seconds
    :ivar rounds: the maximum number of rounds, if more would not improve the result
    """

    name: str
    title: str
    count: int
    quick: int
    warm: int
    shown: int
    unit: Literal["s", "ms", "µs"]
    measures: tuple[Measure, ...] = TIMES
    drawn: tuple[Measure, ...] = ("cpu",)
    latency: float = 0
    rounds: int | None = None
    note: str = ""


IMPORT = Case(
    "import",
    "Import",
    count=5,
    quick=1,
    warm=1,
    shown=1,
    unit="ms",
    note="the import statement alone, in a new process",
)
CASES = (
    IMPORT,
    Case("construct", "Construct a client", count=3_000, quick=20, warm=5, shown=1, unit="µs"),
    Case(
        "get",
        "One GET",
        count=4_000,
        quick=50,
        warm=20,
        shown=1,
        unit="µs",
        drawn=TIMES,
        note="the user; one of many calls over one connection",
    ),
    Case(
        "post",
        "One POST",
        count=4_000,
        quick=50,
        warm=20,
        shown=1,
        unit="µs",
        note="a new task; likewise",
    ),
    Case("list", "100,000 items", count=100_000, quick=2_000, warm=500, shown=100_000, unit="s"),
    Case(
        "list-fields",
        "100,000 items with ten fields",
        count=100_000,
        quick=2_000,
        warm=500,
        shown=100_000,
        unit="s",
        note="by opt_fields",
    ),
    Case(
        "list-memory",
        "1,000,000 items, read and dropped",
        count=1_000_000,
        quick=10_000,
        warm=200,
        shown=1_000_000,
        unit="s",
        measures=TIMES_AND_MEMORY,
        drawn=("memory",),
        rounds=2,
        note="memory: how far its peak rises after two pages",
    ),
    Case(
        "upload",
        "Upload of 100 MB",
        count=100,
        quick=5,
        warm=1,
        shown=100,
        unit="ms",
        measures=TIMES_AND_MEMORY,
        drawn=("cpu", "memory"),
        note="memory: how far its peak rises after an upload of 1 MB",
    ),
    Case(
        "latency-list",
        "10 pages, 50 ms of latency and 50 ms of work each",
        count=1_000,
        quick=300,
        warm=100,
        shown=1_000,
        unit="ms",
        drawn=("wall",),
        latency=0.05,
        rounds=3,
    ),
    Case(
        "latency-updates",
        "1,000 updates, 100 ms of latency each",
        count=50,
        quick=3,
        warm=1,
        shown=1_000,
        unit="s",
        drawn=("wall",),
        latency=0.1,
        rounds=3,
        note="one after the other: 50, scaled up; with map: all, ten at a time; with batch: all, "
        "ten to a request",
    ),
)
