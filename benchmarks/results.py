"""The measurements, and their table."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .cases import Case, Measure
from .peers import LIBRARIES, Library

Sample = dict[str, float]

BASE = LIBRARIES[0]
UNITS = {"s": 1.0, "ms": 1e3, "µs": 1e6}
HEADINGS: dict[Measure, str] = {"cpu": "CPU", "wall": "time", "memory": "memory"}


@dataclass
class Results:
    """The samples of each case and library, one of each round; None where it failed."""

    cases: Sequence[Case]
    libraries: Sequence[Library]
    system: dict[str, Any]
    samples: dict[tuple[str, str], list[Sample | None]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def failed(self) -> bool:
        return any(None in samples for samples in self.samples.values())

    def measured(self, case: Case) -> list[Library]:
        return [each for each in self.libraries if (case.name, each.name) in self.samples]

    def median(self, case: Case, library: Library, measure: Measure) -> float | None:
        """Return the median of the rounds, in the unit of the table."""
        samples = self.samples[case.name, library.name]
        values = [sample[measure] for sample in samples if sample]
        factor = 1e-6 if measure == "memory" else UNITS[case.unit]
        return statistics.median(values) * factor if values else None

    def ratio(self, case: Case, library: Library, measure: Measure) -> float | None:
        """Return the ratio of this client's value to that of a library.

        It is the median of the ratios of the rounds, so it is not affected by programs that slow
        down an entire round.
        """
        if library == BASE or measure == "memory":
            return None  # a ratio to almost nothing is meaningless
        pairs = zip(
            self.samples.get((case.name, BASE.name), []),
            self.samples[case.name, library.name],
            strict=False,
        )
        ratios = [ours[measure] / theirs[measure] for ours, theirs in pairs if ours and theirs]
        return statistics.median(ratios) if ratios else None

    def as_json(self) -> dict[str, Any]:
        rounds = [
            {"case": case, "library": library, "rounds": samples}
            for (case, library), samples in self.samples.items()
        ]
        return {"system": self.system, "samples": rounds}


def text(results: Results) -> str:
    """Return the table, case by case."""
    lines = [
        f"Medians of the rounds. The ratio is that of {BASE.title} to the library, the median of",
        "the rounds' ratios: below 1, this client takes less.",
        "",
        *(f"{name:24} {value}" for name, value in results.system.items()),
    ]
    for case in results.cases:
        lines += ["", *case_lines(results, case)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def case_lines(results: Results, case: Case) -> Iterable[str]:
    yield f"{case.title} ({case.note})" if case.note else case.title
    headings = (f"{HEADINGS[each]}, {unit(case, each)}" for each in case.measures)
    yield " " * 24 + "".join(f"{heading:>10} {'ratio':>7}  " for heading in headings)
    for library in results.libraries:
        if library in results.measured(case):
            cells = (cell(results, case, library, each) for each in case.measures)
            yield f"  {library.title:22}" + "".join(cells)
        elif not library.only:
            yield f"  {library.title:22}{'—':>10}"


def cell(results: Results, case: Case, library: Library, measure: Measure) -> str:
    value = results.median(case, library, measure)
    ratio = results.ratio(case, library, measure)
    shown = "failed" if value is None else number(value)
    return f"{shown:>10} {'' if ratio is None else f'{ratio:.2f}':>7}  "


def unit(case: Case, measure: Measure) -> str:
    return "MB" if measure == "memory" else case.unit


def number(value: float) -> str:
    """Return a value with about three digits."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"
