"""The arguments of rewritten calls, and the advice for those that have no equivalent."""

import pytest

from asana.upgrade.rewriting import EVENTS
from tests.upgrade.snippets import result

# A call of a tasks API, and its replacement; nothing is marked.
TASKS = {
    "get_tasks()": "get_tasks()",
    "get_task(gid, opts=None)": "get_task(gid)",
    "get_task(gid, dict(opts))": "get_task(gid, **dict(opts))",
    "get_task(gid, dict(a=1, **more))": "get_task(gid, a=1, **more)",
    "get_task(gid, dict(a=1, *more))": "get_task(gid, **dict(a=1, *more))",
    "get_task(gid, dict([('a', 1)]))": "get_task(gid, **dict([('a', 1)]))",
    "get_task(gid, other.dict())": "get_task(gid, **other.dict())",
    "get_task(gid, other.dict(a=1))": "get_task(gid, **other.dict(a=1))",
    "get_task(gid, get())": "get_task(gid, **get())",
    "get_task(gid, get(a=1))": "get_task(gid, **get(a=1))",
    "get_task(gid, opts if opts else {})": "get_task(gid, **(opts if opts else {}))",
    "get_task(gid, {'not a name': 1})": "get_task(gid, {'not a name': 1})",
    "get_task(gid, {b'a': 1})": "get_task(gid, {b'a': 1})",
    "get_task(gid, {'a' 'b': 1})": "get_task(gid, {'a' 'b': 1})",
    "get_task(gid, {1: 1})": "get_task(gid, {1: 1})",
    "get_task(gid, {'a': 1, 'b': 2,})": "get_task(gid, a=1, b=2,)",
    "get_task(gid, {'a': 1, **base, 'b': 2})": "get_task(gid, {'a': 1, **base, 'b': 2})",
    "create_task({'data': {}}, {'a-b': 1})": "create_task({}, **{'a-b': 1})",
    "create_task({'data': {}}, {**base})": "create_task({}, **{**base})",
    "create_task({'data': {}}, opts)": "create_task({}, **opts)",
    "create_task(body, {'a': 'b', 'c': True})": "create_task(body, a='b', c=True)",
    "create_task(body={'data': {'a': 'x'}}, opts={'b': 1})": "create_task({'a': 'x'}, b=1)",
    'create_task({"data": {}, }, {})': "create_task({})",
    "create_task({data: {}}, {})": "create_task({data: {}})",
    "create_task({**data}, {})": "create_task({**data})",
    "create_task({'date': {}}, {})": "create_task({'date': {}})",
    "create_task({}, {})": "create_task({})",
    "create_task(dict(data=x), {})": "create_task(dict(data=x))",
    "update_task(body, gid)": "update_task(gid, body)",
    "update_task(opts={}, task_gid=gid, body=body)": "update_task(gid, body)",
    "update_task({'data': a}, opts={'x': 1}, task_gid=gid)": "update_task(gid, a, x=1)",
    "search_tasks_for_workspace(gid, {'text': 'x', 'a.b': 2})": (
        "search_tasks_for_workspace(gid, {'text': 'x', 'a.b': 2})"
    ),
    "search_tasks_for_workspace(gid, {}, custom_fields_12_is_set=True)": (
        'search_tasks_for_workspace(gid, **{"custom_fields.12.is_set": True})'
    ),
    "get_tasks({}, full_payload=not a, header_params={}, _request_timeout=(1, 2))": (
        'get_tasks(full_payload=not a, iterator_type=None if not a else "items", headers={}, '
        "timeout=(1, 2))"
    ),
    "get_tasks({'a': 1}, item_limit=5, async_req=False)": "get_tasks(a=1, item_limit=5)",
}

# The same for other APIs.
OTHERS = {
    "webhooks_api.get_webhooks()": "webhooks_api.get_webhooks()",
    "webhooks_api.get_webhooks(gid, {'resource': r}, full_payload=True)": (
        "webhooks_api.get_webhooks(workspace=gid, resource=r, full_payload=True, "
        "iterator_type=None)"
    ),
    "reactions_api.get_reactions_on_object(t, e, {'limit': 3})": (
        "reactions_api.get_reactions_on_object(target=t, emoji_base=e, limit=3)"
    ),
    "reactions_api.get_reactions_on_object(emoji_base=e, target=t, opts={})": (
        "reactions_api.get_reactions_on_object(target=t, emoji_base=e)"
    ),
    "sections_api.update_section(gid, None)": "sections_api.update_section(gid)",
    "sections_api.update_section(gid, dict())": "sections_api.update_section(gid)",
    "sections_api.update_section(opts={}, section_gid=g)": "sections_api.update_section(g)",
    "sections_api.update_section(gid, {'body': {'data': {'name': 'x'}}})": (
        "sections_api.update_section(gid, {'name': 'x'})"
    ),
    "sections_api.update_section(gid, {'a': 1, 'b': 2, 'body': {'data': c}})": (
        "sections_api.update_section(gid, c, a=1, b=2)"
    ),
    "sections_api.update_section(gid, {'body': b, **opts})": (
        "sections_api.update_section(gid, b, **{**opts})"
    ),
    "sections_api.update_section(gid, {'body': b, 'a-b': 1})": (
        "sections_api.update_section(gid, b, **{'a-b': 1})"
    ),
    "sections_api.update_section(gid, opts=self.opts)": (
        'sections_api.update_section(gid, self.opts.get("body"), '
        '**{key: value for key, value in self.opts.items() if key != "body"})'
    ),
    "attachments_api.create_attachment_for_object({})": (
        "attachments_api.create_attachment_for_object()"
    ),
    "attachments_api.create_attachment_for_object(opts)": (
        "attachments_api.create_attachment_for_object(**opts)"
    ),
    "attachments_api.create_attachment_for_object({'a-b': 1})": (
        "attachments_api.create_attachment_for_object(**{'a-b': 1})"
    ),
    "events_api.get_events(gid, {'sync': s}, full_payload=False)": (
        "events_api.get_events(resource=gid, sync=s, full_payload=False)"
    ),
    "projects_api.get_task(g, {})": "projects_api.get_task(g)",
    "tasks_api.nothing(g, {})": "tasks_api.nothing(g, {})",
    "other.get_task(*gid)": "other.get_task(*gid)",
    "other.get_task()": "other.get_task()",
    "x.update_task(gid)": "x.update_task(gid)",
    "x.update_task(gid, name=body)": "x.update_task(gid, name=body)",
    "client.tasks.create_task(body)": "client.tasks.create_task(body)",
    "client.tasks.update_task(gid, body)": "client.tasks.update_task(gid, body)",
    "update_task(body, gid, {})": "update_task(body, gid, {})",
}

STAR = "write out the arguments after *, as in client.tasks.get_task(task_gid)"
MANY = "too many arguments for client."
BODY = "move the body out of opts, as in client.sections.update_section(section_gid, body)"
POOL = "a call is synchronous: use concurrent.futures.ThreadPoolExecutor"
DATA = "a call returns decoded data, never the response"
ONLY = "a call returns data only: see the option on_attempt"
UPDATE = "a tasks API, write client.tasks.update_task(task_gid, body)"

# A call that is left as it is, and its mark.
LEFT = {
    "tasks_api.get_task()": "task_gid is missing",
    "tasks_api.get_task(opts={})": "task_gid is missing",
    "tasks_api.create_task()": "body is missing",
    "tasks_api.create_task(opts={})": "body is missing",
    "tasks_api.update_task(body)": "task_gid is missing",
    "tasks_api.get_task(gid, {}, 1, 2)": f"{MANY}tasks.get_task(task_gid)",
    "tasks_api.update_task(body, gid, {}, 4)": f"{MANY}tasks.update_task(task_gid, body)",
    "webhooks_api.get_webhooks(1, {}, 2)": f"{MANY}webhooks.get_webhooks(workspace=…)",
    "reactions_api.get_reactions_on_object(1, 2, 3, 4)": (
        f"{MANY}reactions.get_reactions_on_object(target=…, emoji_base=…)"
    ),
    "tasks_api.get_task(*a)": STAR,
    "tasks_api.get_task(gid, *a)": STAR,
    "webhooks_api.get_webhooks(gid, {'a': r}, a=q)": "get_webhooks has no argument a",
    "webhooks_api.get_webhooks(gid, {'workspace': gid})": "workspace is passed twice",
    "tasks_api.get_tasks({'headers': 1}, header_params=2)": "headers is passed twice",
    "tasks_api.get_tasks(o, _request_timeout=1, _request_timeout=2)": "timeout is passed twice",
    "tasks_api.search_tasks_for_workspace(gid, {}, custom_fields_x_value=3)": (
        "search_tasks_for_workspace has no argument custom_fields_x_value"
    ),
    "tasks_api.search_tasks_for_workspace(gid, {}, xcustom_fields_1_value=3)": (
        "search_tasks_for_workspace has no argument xcustom_fields_1_value"
    ),
    "tasks_api.search_tasks_for_workspace(gid, {}, custom_fields_1_=3)": (
        "search_tasks_for_workspace has no argument custom_fields_1_"
    ),
    "tasks_api.get_task(gid, {}, async_req=True)": POOL,
    "tasks_api.get_task(gid, {}, async_req=x)": POOL,
    "tasks_api.get_task(gid, {}, _preload_content=False)": DATA,
    "tasks_api.get_task(gid, {}, _preload_content=x)": DATA,
    "tasks_api.get_task(gid, {}, _return_http_data_only=False)": ONLY,
    "tasks_api.get_task(gid, {}, nothing=None)": "get_task has no argument nothing",
    "tasks_api.get_task_with_http_info(gid, {})": (
        "no get_task_with_http_info: use get_task, which returns the data only"
    ),
    "sections_api.update_section(gid, make())": BODY,
    "sections_api.update_section(gid, {**opts, 'body': b})": BODY,
    "sections_api.update_section(gid, {key: b})": BODY,
    "sections_api.update_section(gid, opts or {})": BODY,
    "sections_api.update_section(gid, dict(body=b))": BODY,
    "other.get_task(gid, opts)": "if other is a tasks API, write client.tasks.get_task(task_gid)",
    "other.get_task(task_gid=g, opts=o)": (
        "if other is a tasks API, write client.tasks.get_task(task_gid)"
    ),
    "other.create_task(body=b)": "if other is a tasks API, write client.tasks.create_task(body)",
    "other.create_task(body)": "if other is a tasks API, write client.tasks.create_task(body)",
    "client.tasks.create_task(body, {})": (
        "if client.tasks is a tasks API, write client.tasks.create_task(body)"
    ),
    "x.y.update_task(gid, body)": f"if x.y is {UPDATE}",
    "a.b['c'].update_task(body, gid, {})": f"if this is {UPDATE}",
    "f().update_task(body, gid, {})": f"if this is {UPDATE}",
    "other.update_task_with_http_info(body, gid, {})": f"if other is {UPDATE}",
    "other.get_tasks({})": "if other is a tasks API, write client.tasks.get_tasks()",
    "x.get_reactions_on_object(t, e, {})": (
        "if x is a reactions API, write "
        "client.reactions.get_reactions_on_object(target=…, emoji_base=…)"
    ),
    "x.update_section(g, {})": (
        "if x is a sections API, write client.sections.update_section(section_gid, body)"
    ),
}

SPREAD = "the keywords after ** have different names: see docs/moving/from-asana-5x.md"

# A call that is rewritten, and its mark.
MARKED = {
    "tasks_api.get_task(gid, **{'opts': {}})": ("tasks_api.get_task(gid, **{'opts': {}})", SPREAD),
    "tasks_api.get_task(gid, {}, **a, **b)": ("tasks_api.get_task(gid, **a, **b)", SPREAD),
    "events_api.get_events(resource=gid, opts={})": (
        "events_api.get_events(resource=gid)",
        EVENTS,
    ),
    "events_api.get_events(gid, opts)": ("events_api.get_events(resource=gid, **opts)", EVENTS),
    "events_api.get_events(gid, {'sync': s}, item_limit=5)": (
        "events_api.get_events(resource=gid, sync=s, item_limit=5)",
        EVENTS,
    ),
}


@pytest.mark.parametrize("before", TASKS)
def test_the_arguments_of_tasks(before: str) -> None:
    calls = [f"tasks_api.{each}" for each in TASKS]
    assert result(f"tasks_api.{before}", calls) == (f"tasks_api.{TASKS[before]}", [])


@pytest.mark.parametrize("before", OTHERS)
def test_the_arguments_of_other_apis(before: str) -> None:
    assert result(before, OTHERS) == (OTHERS[before], [])


@pytest.mark.parametrize("before", LEFT)
def test_a_call_without_an_equivalent_is_left(before: str) -> None:
    message = LEFT[before]
    assert result(before, LEFT) == (f"# asana.upgrade: {message}\n{before}", [message])


@pytest.mark.parametrize("before", MARKED)
def test_a_call_with_another_result_is_marked(before: str) -> None:
    after, message = MARKED[before]
    assert result(before, MARKED) == (f"# asana.upgrade: {message}\n{after}", [message])
