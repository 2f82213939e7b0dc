"""Draw the results as an SVG: one panel for each case, one bar for each library."""

import math
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from .cases import Case, Measure
from .results import HEADINGS, Results, number, unit

COLUMNS = 3
LEAST_MEMORY = 1  # the minimum range of an axis, in MB: smaller differences do not matter
OURS, OTHERS = "#f06a6a", "#b8bcc4"

STYLE: Any = {
    "svg.fonttype": "none",  # the text stays text, and the file small
    "svg.hashsalt": "asana",  # the same figures give the same file
    "font.size": 8,
    "axes.titlesize": 9,
    "figure.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.bottom": False,
    "xtick.bottom": False,
    "xtick.labelbottom": False,
    "ytick.left": False,
}


def draw(results: Results, path: Path) -> None:
    panels = [(case, measure) for case in results.cases for measure in case.drawn]
    columns = min(COLUMNS, len(panels))
    rows = math.ceil(len(panels) / columns)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(4.2 * columns, 2.1 * rows), layout="constrained")
        grid = figure.subplots(rows, columns, squeeze=False).flat
        for axes in grid[len(panels) :]:
            axes.set_axis_off()
        for axes, (case, measure) in zip(grid, panels, strict=False):
            draw_panel(axes, results, case, measure)
        told = results.system
        figure.suptitle(f"Less is better. Python {told['Python']} on {told['machine']}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None})


def draw_panel(axes: Any, results: Results, case: Case, measure: Measure) -> None:
    found = [(each, results.median(case, each, measure)) for each in results.measured(case)]
    bars = [(library, value) for library, value in found if value is not None]
    drawn = axes.barh(
        [library.title for library, _ in bars],
        [value for _, value in bars],
        color=[OURS if library.name.startswith("this") else OTHERS for library, _ in bars],
        height=0.75,
    )
    axes.bar_label(drawn, [number(value) for _, value in bars], padding=3)
    axes.set_title(f"{case.title}\n{HEADINGS[measure]}, {unit(case, measure)}")
    least = LEAST_MEMORY if measure == "memory" else 0
    widest = max((value for _, value in bars), default=1)
    axes.set_xlim(0, max(widest, least) * 1.2)  # room for the label of the longest bar
    axes.invert_yaxis()
