"""Allocations, budgets and rates of projects."""

from asana.sandbox.records import figures as f
from asana.sandbox.records import values as v
from asana.sandbox.records.schema import parts as p

TYPES = (
    p.record_type(
        "placeholder",
        "",
        "name",
        {"name": p.never("")},
        {"workspace": None},
        shown_as="user",
    ),
    p.record_type(
        "allocation",
        "allocations",
        "start_date end_date effort assignee created_by parent resource_subtype",
        {
            "start_date": p.day(required=True),
            "end_date": p.day(required=True),
            "effort": p.Field(parse=v.effort),
            "assignee": p.refers("user placeholder", required=True),
            "created_by": p.never(),
            "parent": p.refers("project", required=True),
            "resource_subtype": p.never("project_allocation"),
        },
    ),
    p.record_type(
        "budget",
        "budgets",
        "budget_type estimate actual total parent",
        {
            "budget_type": p.choice("cost time", None, required=True),
            "estimate": p.Field(parse=v.mapping, compute=f.estimate),
            "actual": p.Field(parse=v.mapping, compute=f.actual),
            "total": p.Field(parse=v.mapping, compute=f.total),
            "parent": p.refers("project", write="create", required=True),
        },
        {"estimate": {}, "actual": {}, "total": {}, "totals": {}},
    ),
    p.record_type(
        "rate",
        "rates",
        "parent resource rate currency_code created_by",
        {
            "parent": p.refers("project", write="create", required=True),
            "resource": p.refers("user placeholder", write="create", required=True),
            "rate": p.Field(parse=v.number, required=True),
            "currency_code": p.never("EUR"),
            "created_by": p.never(),
        },
    ),
)
