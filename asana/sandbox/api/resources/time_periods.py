"""Time periods: the years, halves and quarters that goals belong to."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import common
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.records.values import day

# Each period with its first month, its number of months and its parent period.
_PERIODS = {
    "FY": (1, 12, ""),
    "H1": (1, 6, "FY"),
    "H2": (7, 6, "FY"),
    "Q1": (1, 3, "H1"),
    "Q2": (4, 3, "H1"),
    "Q3": (7, 3, "H2"),
    "Q4": (10, 3, "H2"),
}
_LAST_DAYS = {3: 31, 6: 30, 9: 30, 12: 31}


def get_time_periods(call: Call) -> list[Record]:
    """Return the periods of a workspace within the dates of the query."""
    workspace = call.query_required("workspace", "workspace")
    start = day(call.query.get("start_on"), "start_on")
    end = day(call.query.get("end_on"), "end_on")
    return [
        period
        for period in call.store.all("time_period")
        if period["workspace"] is workspace
        and (start is None or period["start_on"] >= start)
        and (end is None or period["end_on"] <= end)
    ]


def make_year(store: Store, workspace: Record, year: int) -> dict[str, Record]:
    """Create a fiscal year, which equals the calendar year, with its parts."""
    made: dict[str, Record] = {}
    for name, (first, months, part_of) in _PERIODS.items():
        last = first + months - 1
        made[name] = store.create(
            "time_period",
            start_on=f"{year}-{first:02d}-01",
            end_on=f"{year}-{last:02d}-{_LAST_DAYS[last]}",
            period=name,
            display_name=f"FY{year % 100:02d}" if name == "FY" else f"{name} FY{year % 100:02d}",
            parent=made.get(part_of),
            workspace=workspace,
        )
    return made


OPERATIONS: tuple[Operation, ...] = common.usual("time_period", list=get_time_periods)
