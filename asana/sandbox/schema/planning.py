"""Who works on a project, what it costs, and what it may cost."""

from asana.sandbox import figures as f
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

t.define(
    "placeholder",
    "",
    "name",
    {"name": t.never("")},
    {"workspace": None},
    shown_as="user",
)

t.define(
    "allocation",
    "allocations",
    "start_date end_date effort assignee created_by parent resource_subtype",
    {
        "start_date": t.day(required=True),
        "end_date": t.day(required=True),
        "effort": t.Field(parse=v.effort),
        "assignee": t.refers("user placeholder", required=True),
        "created_by": t.never(),
        "parent": t.refers("project", required=True),
        "resource_subtype": t.never("project_allocation"),
    },
)

t.define(
    "budget",
    "budgets",
    "budget_type estimate actual total parent",
    {
        "budget_type": t.choice("cost time", None, required=True),
        "estimate": t.Field(parse=v.mapping, compute=f.estimate),
        "actual": t.Field(parse=v.mapping, compute=f.actual),
        "total": t.Field(parse=v.mapping, compute=f.total),
        "parent": t.refers("project", write="create", required=True),
    },
    {"estimate": {}, "actual": {}, "total": {}, "totals": {}},
)

t.define(
    "rate",
    "rates",
    "parent resource rate currency_code created_by",
    {
        "parent": t.refers("project", write="create", required=True),
        "resource": t.refers("user placeholder", write="create", required=True),
        "rate": t.Field(parse=v.number, required=True),
        "currency_code": t.never("EUR"),
        "created_by": t.never(),
    },
)
