"""The white space and the comments of rewritten calls."""

import pytest

from tests.upgrade.snippets import rewritten

LAYOUTS = [
    (
        """
sections_api.update_section(gid, {
    'opt_fields': 'a',
    'body': {
        'data': {
            'name': 'b',
        },
    },
})
""",
        """
sections_api.update_section(gid, {
        'name': 'b',
    },
    opt_fields='a',
)
""",
    ),
    (
        """
tasks_api.get_task(gid,
                   {"opt_fields": "name"})
""",
        """
tasks_api.get_task(gid,
                   opt_fields="name")
""",
    ),
    (
        """
tasks_api.update_task({"data": {"name": "x"}},
                      gid,
                      {"opt_fields": "name",
                       "opt_pretty": True})
""",
        """
tasks_api.update_task(gid,
                      {"name": "x"},
                      opt_fields="name",
                       opt_pretty=True)
""",
    ),
    (
        """
tasks_api.update_task(
    {"data": {"name": "x"}}, gid, {"opt_fields": "name"},
)
""",
        """
tasks_api.update_task(
    gid, {"name": "x"}, opt_fields="name",
)
""",
    ),
    (
        """
tasks_api.update_task(
    {"data": {"name": "x"}},  # body
    gid,  # gid
    {},  # opts
)
""",
        """
# body
# opts
tasks_api.update_task(
    gid,  # gid
    {"name": "x"},
)
""",
    ),
    (
        """
tasks_api.update_task(
    {"data": {"name": "x"}},
    gid,
    {"opt_fields": "name"}
)
""",
        """
tasks_api.update_task(
    gid,
    {"name": "x"},
    opt_fields="name"
)
""",
    ),
    (
        """
tasks_api.update_task(
    # the body
    {"data": {
        # the name
        "name": "x",
        # nothing else
    }},
    gid, {},
)
""",
        """
tasks_api.update_task(
    # the body
    gid,
    {
        # the name
        "name": "x",
        # nothing else
    },
)
""",
    ),
    (
        """
tasks_api.get_tasks({
    "project": gid, "limit": 5})
""",
        """
tasks_api.get_tasks(
    project=gid, limit=5)
""",
    ),
    (
        """
tasks_api.get_tasks(
    {
        "project": gid,

        # how many
        "limit": 5
    }
)
""",
        """
tasks_api.get_tasks(
    project=gid,

    # how many
    limit=5
)
""",
    ),
    (
        """
tasks_api.get_tasks({
    "project": gid,
    "limit": 5  # five
})
""",
        """
tasks_api.get_tasks(
    project=gid,
    limit=5  # five
)
""",
    ),
    (
        """
tasks_api.get_tasks({
    "project": gid,
    # nothing else
}, full_payload=True)
""",
        """
tasks_api.get_tasks(
    project=gid,
    # nothing else
    full_payload=True, iterator_type=None,
)
""",
    ),
    (
        """
tasks_api.create_task({"data": {
    "name": "x",
}}, {
    "opt_fields": "name",
})
""",
        """
tasks_api.create_task({
    "name": "x",
},
    opt_fields="name",
)
""",
    ),
    (
        """
tasks_api.create_task({
    "data": {
        "name": "x",
        "notes": '''
        a
        ''',
    }
}, {"opt_fields": "name"})
""",
        """
tasks_api.create_task({
    "name": "x",
    "notes": '''
        a
        ''',
}, opt_fields="name")
""",
    ),
    (
        """
tasks_api.create_task(
    {
        "data": {
            "name": "x",
            "f": [
                1,
                # two
                2,
            ],
        },
    },
    {
        "a-b": 1,
        "opt_fields": "name",
    },
)
""",
        """
tasks_api.create_task(
    {
        "name": "x",
        "f": [
            1,
            # two
            2,
        ],
    },
    **{
    "a-b": 1,
    "opt_fields": "name",
},
)
""",
    ),
    (
        """
tasks_api.create_task(  # make it
    body,
    {
        "opt_fields": "name",
    },
    header_params=h,  # the headers
)
""",
        """
tasks_api.create_task(  # make it
    body,
    opt_fields="name",
    headers=h,  # the headers
)
""",
    ),
    (
        """
if x:
    tasks_api.create_task(
        {
            "data": {
                "name": "x",
            }
        },
        {}
    )
""",
        """
if x:
    tasks_api.create_task(
        {
            "name": "x",
        }
    )
""",
    ),
    (
        """
if x:
    if y:
        tasks_api.get_tasks({
            "project": gid,  # of it
            "limit": 5,
        }, item_limit=7, _request_timeout=5)
""",
        """
if x:
    if y:
        tasks_api.get_tasks(
            project=gid,  # of it
            limit=5,
            item_limit=7, timeout=5,
        )
""",
    ),
    (
        """
x = f(tasks_api.get_task(
    gid,
    {},
), 1)
""",
        """
x = f(tasks_api.get_task(
    gid,
), 1)
""",
    ),
    (
        """
tasks_api.update_task(body  # the body
    , gid, {})
""",
        """
tasks_api.update_task(gid  # the body
    , body)
""",
    ),
    (
        """
webhooks_api.get_webhooks(
    gid,  # the workspace
    {
        "resource": r,  # the resource
    },
)
""",
        """
webhooks_api.get_webhooks(
    workspace=gid,  # the workspace
    resource=r,  # the resource
)
""",
    ),
    (
        """
tasks_api.delete_task(
    gid,
)
""",
        """
tasks_api.delete_task(
    gid,
)
""",
    ),
    (
        """
tasks_api.get_tasks(
    {}
)
""",
        """
tasks_api.get_tasks()
""",
    ),
    (
        """
tasks_api.get_tasks(
    {},  # nothing
)
""",
        """
# nothing
tasks_api.get_tasks()
""",
    ),
]


@pytest.mark.parametrize(("before", "after"), LAYOUTS)
def test_the_lines_of_a_call_stay(before: str, after: str) -> None:
    assert rewritten(before.strip("\n")) == after.strip("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("asana.TasksApi(a if b else c)", "(a if b else c).tasks"),
        ("asana.TasksApi(not a)", "(not a).tasks"),
        ("asana.TasksApi((a or b))", "(a or b).tasks"),
        ("asana.TasksApi(a[0]).get_task(g, {})", "a[0].tasks.get_task(g)"),
        ("asana.TasksApi(a.b)", "a.b.tasks"),
        ("asana.TasksApi(a())", "a().tasks"),
        ("asana.TasksApi(lambda: a)", "(lambda: a).tasks"),
        ("(asana.TasksApi(a)).get_task(g, {})", "(a.tasks).get_task(g)"),
        ("tasks_api.get_task(g, a or b)", "tasks_api.get_task(g, **(a or b))"),
        ("tasks_api.get_task(g, a[0])", "tasks_api.get_task(g, **a[0])"),
        ("tasks_api.get_task(g, a())", "tasks_api.get_task(g, **a())"),
        (
            "tasks_api.get_task(g, {k: v for k, v in a})",
            "tasks_api.get_task(g, **{k: v for k, v in a})",
        ),
    ],
)
def test_operators_are_in_parentheses(before: str, after: str) -> None:
    assert rewritten(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f\"{e.body} {'a'}\"", "f\"{getattr(e.response, 'content', None)} {'a'}\""),
        ("f'{e.body} {\"a\"}'", 'f\'{getattr(e.response, "content", None)} {"a"}\''),
        ("f'''{e.body}'''", "f'''{getattr(e.response, \"content\", None)}'''"),
        ('f"""{e.body}"""', 'f"""{getattr(e.response, \'content\', None)}"""'),
        ("rf'{e.body}'", "rf'{getattr(e.response, \"content\", None)}'"),
        ("f\"{e.body} {b'a'}\"", "f\"{getattr(e.response, 'content', None)} {b'a'}\""),
        ('f"{e.status} {x["a"]}"', 'f"{e.status} {x["a"]}"'),
        ('f"{e.body} {x["a"]}"', "f\"{getattr(e.response, 'content', None)} {x['a']}\""),
        (
            'f"{e.body} {x["it\'s"]}"',
            'f"{getattr(e.response, \'content\', None)} {x["it\'s"]}"',
        ),
        (
            'f"{e.body} {x["\\n"]}"',
            'f"{getattr(e.response, \'content\', None)} {x["\\n"]}"',
        ),
    ],
)
def test_the_quotes_in_an_f_string_differ_from_its_own(before: str, after: str) -> None:
    head = "try: pass\nexcept asana.rest.ApiException as e:\n    print("
    assert rewritten(f"{head}{before})").splitlines()[-1] == f"    print({after})"
