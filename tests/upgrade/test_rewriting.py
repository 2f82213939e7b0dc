"""The codemod's result for single pieces of code."""

import pytest

from asana.upgrade import upgrade
from asana.upgrade.settings import INSTEAD
from tests.upgrade.snippets import marked, program, result, rewritten

# A call, and its replacement; nothing is marked.
CALLS = {
    "tasks_api.delete_task(gid)": "tasks_api.delete_task(gid)",
    "tasks_api.get_task(gid, None)": "tasks_api.get_task(gid)",
    "tasks_api.get_task(gid, dict())": "tasks_api.get_task(gid)",
    "tasks_api.get_task(gid, dict(opt_fields='a'))": "tasks_api.get_task(gid, opt_fields='a')",
    "tasks_api.get_task(gid, opts or {})": "tasks_api.get_task(gid, **(opts or {}))",
    "tasks_api.get_task(gid, self.opts)": "tasks_api.get_task(gid, **self.opts)",
    "tasks_api.get_task(gid, {'class': 1})": "tasks_api.get_task(gid, {'class': 1})",
    "tasks_api.get_task(gid, {key: 1})": "tasks_api.get_task(gid, {key: 1})",
    "tasks_api.get_task(gid, {'a': 1, 'a': 2})": "tasks_api.get_task(gid, {'a': 1, 'a': 2})",
    "tasks_api.get_task(gid, {**base, 'a': 1})": "tasks_api.get_task(gid, {**base, 'a': 1})",
    "tasks_api.get_task(gid, {}, async_req=False)": "tasks_api.get_task(gid)",
    "tasks_api.get_task(gid, {}, full_payload=True)": "tasks_api.get_task(gid, full_payload=True)",
    "tasks_api.get_task(opts={}, task_gid=gid)": "tasks_api.get_task(gid)",
    "tasks_api.get_tasks({}, full_payload=whole)": (
        'tasks_api.get_tasks(full_payload=whole, iterator_type=None if whole else "items")'
    ),
    "tasks_api.get_tasks({}, full_payload=False)": "tasks_api.get_tasks(full_payload=False)",
    "tasks_api.create_task({'data': f(x)}, {'opt_fields': 'a'})": (
        "tasks_api.create_task(f(x), opt_fields='a')"
    ),
    "tasks_api.create_task({'data': a, 'options': b}, {})": (
        "tasks_api.create_task({'data': a, 'options': b})"
    ),
    "tasks_api.update_task(body, gid, {key: 1})": "tasks_api.update_task(gid, body, **{key: 1})",
    "tasks_api.add_project_for_task(body, gid)": "tasks_api.add_project_for_task(gid, body)",
    "tasks_api.get_task_for_custom_id(workspace, gid)": (
        "tasks_api.get_task_for_custom_id(workspace, gid)"
    ),
    "tasks_api.search_tasks_for_workspace(gid, {}, custom_fields_12_value=3)": (
        'tasks_api.search_tasks_for_workspace(gid, **{"custom_fields.12.value": 3})'
    ),
    "sections_api.update_section(gid, {})": "sections_api.update_section(gid)",
    "sections_api.update_section(gid, {'opt_fields': 'a'})": (
        "sections_api.update_section(gid, opt_fields='a')"
    ),
    "sections_api.update_section(gid, {'body': b, 'opt_fields': 'a'})": (
        "sections_api.update_section(gid, b, opt_fields='a')"
    ),
    "sections_api.update_section(gid, opts)": (
        'sections_api.update_section(gid, opts.get("body"), '
        '**{key: value for key, value in opts.items() if key != "body"})'
    ),
    "attachments_api.get_attachments_for_object(gid, {'limit': 5})": (
        "attachments_api.get_attachments_for_object(parent=gid, limit=5)"
    ),
    "attachments_api.create_attachment_for_object({'parent': gid, 'file': path})": (
        "attachments_api.create_attachment_for_object(parent=gid, file=path)"
    ),
    "events_api.get_events(gid, {'sync': s}, full_payload=True)": (
        "events_api.get_events(resource=gid, sync=s, full_payload=True, iterator_type=None)"
    ),
    "print(asana.UsersApi(api_client).get_user('me', {})['name'])": (
        "print(api_client.users.get_user('me')['name'])"
    ),
    "asana.TasksApi(a or b)": "(a or b).tasks",
    "asana.AuditLogAPIApi(api_client)": "api_client.audit_log_api",
    "tasks_api.api_client": "tasks_api.client",
    "api_client.default_headers['a'] = 'b'": "api_client.headers['a'] = 'b'",
    "api_client.user_agent = 'mine'": "api_client.headers[\"User-Agent\"] = 'mine'",
    "isinstance(x, asana.TasksApi)": "isinstance(x, asana.resources.tasks.Tasks)",
    "x: 'asana.TasksApi | None' = None": "x: 'asana.resources.tasks.Tasks | None' = None",
    "raise asana.rest.ApiException(404, 'gone')": (
        "raise asana.AsanaError(status=404, message='gone')"
    ),
    'print(f"{error.body}")': "print(f\"{getattr(error.response, 'content', None)}\")",
    "print(f'{error.body}')": "print(f'{getattr(error.response, \"content\", None)}')",
    "[asana.TasksApi(each).get_task(g, {}) for each in clients]": (
        "[each.tasks.get_task(g) for each in clients]"
    ),
}


@pytest.mark.parametrize("before", CALLS)
def test_a_call(before: str) -> None:
    assert result(before, CALLS) == (CALLS[before], [])


# Code that is marked but not changed, and the beginning of the mark.
MARKED = {
    "tasks_api.get_task(gid, {}, async_req=True)": "a call is synchronous",
    "tasks_api.get_task(gid, {}, _preload_content=False)": "a call returns decoded data",
    "tasks_api.get_task(gid, {}, _return_http_data_only=False)": "a call returns data only",
    "tasks_api.get_task(gid, {}, other=1)": "get_task has no argument other",
    "tasks_api.get_task(gid, {}, 1)": "too many arguments",
    "tasks_api.get_task()": "task_gid is missing",
    "tasks_api.create_task()": "body is missing",
    "tasks_api.update_task(*both, {})": "write out the arguments after *, as in client.tasks",
    "tasks_api.get_task_with_http_info(gid, {})": "no get_task_with_http_info: use get_task",
    "webhooks_api.get_webhooks(gid, {'workspace': gid})": "workspace is passed twice",
    "sections_api.update_section(gid, make())": "move the body out of opts",
    "sections_api.update_section(gid, {**opts})": "move the body out of opts",
    "pool.submit(tasks_api.get_task, gid, {})": "get_task is called elsewhere",
    "other.update_task(body, gid, {})": "if other is a tasks API, write client.tasks.update_task(",
    "other['a'].get_task(gid, {})": "if this is a tasks API",
    "api_client.call_api('/tasks', 'GET')": "no call_api: use client.get",
    "api_client.last_response": "no last_response",
    "asana.TasksApi()": "write client.tasks, with a client that has the token",
    "mock.patch('asana.TasksApi.get_task')": "asana.TasksApi.get_task is a name of asana 5.x",
    "print(asana.pagination)": "asana.pagination has no equivalent",
}


@pytest.mark.parametrize("before", MARKED)
def test_a_call_that_is_left(before: str) -> None:
    code, (message,) = result(before, MARKED)
    assert message.startswith(MARKED[before])
    assert code == f"# asana.upgrade: {message}\n{before}"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "events_api.get_events(gid, {})",
            "events_api.get_events(resource=gid)",
            "a missing or expired sync token raises",
        ),
        (
            "tasks_api.get_task(gid, {}, **more)",
            "tasks_api.get_task(gid, **more)",
            "the keywords after ** have different names",
        ),
        ("x = asana.ApiClient()", "x = asana.Client.access_token()", "no token is set"),
        (
            "class Own(asana.ApiClient):\n    pass",
            "class Own(asana.Client):\n    pass",
            "the base class has a different constructor",
        ),
    ],
)
def test_a_call_that_is_changed_and_marked(before: str, after: str, message: str) -> None:
    (found,) = marked(before)
    assert found.startswith(message)
    assert rewritten(before) == f"# asana.upgrade: {found}\n{after}"


def test_the_layout_of_a_call_stays() -> None:
    before = """
tasks_api.update_task(
    {
        "data": {
            "name": "a",  # the name
        }
    },
    gid,  # the task
    {
        # what to return
        "opt_fields": "name",  # and nothing else
    },
)
tasks_api.get_tasks({
    "project": gid,
    "limit": 5,
}, item_limit=7)
"""
    assert (
        rewritten(before)
        == """
tasks_api.update_task(
    gid,  # the task
    {
        "name": "a",  # the name
    },
    # what to return
    opt_fields="name",  # and nothing else
)
tasks_api.get_tasks(
    project=gid,
    limit=5,
    item_limit=7,
)
""".strip()
    )


def code(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def test_a_configuration_that_is_filled_in_one_block_is_written_where_it_is_used() -> None:
    before = code(
        "import asana",
        "",
        "# The settings.",
        "configuration = asana.Configuration()",
        "configuration.access_token = token  # secret",
        "configuration.proxy = proxy",
        "configuration.return_page_iterator = True",
        "client = asana.ApiClient(configuration, header_name='a', header_value='b')",
    )
    assert upgrade(before.encode()).source.decode() == code(
        "import asana",
        "",
        "# The settings.",
        "# secret",
        "client = asana.Client.access_token(token, proxies={\"https\": proxy}, headers={'a': 'b'})",
    )


def test_two_configurations_of_one_name_are_two() -> None:
    function = (
        "    configuration = asana.Configuration()",
        "    configuration.access_token = '{}'",
        "    return asana.ApiClient(configuration)",
    )
    before = code("import asana", "def a():", *function, "def b():", *function)
    found = upgrade(before.format("one", "two").encode()).source.decode()
    assert found == code(
        "import asana",
        "def a():",
        "    return asana.Client.access_token('one')",
        "def b():",
        "    return asana.Client.access_token('two')",
    )


def test_a_configuration_that_is_passed_on_is_a_dictionary() -> None:
    before = code(
        "import asana",
        "def make(c: asana.Configuration):",
        "    c.return_page_iterator = False",
        "    c.retry_strategy.total = 3",
        "    return asana.ApiClient(c)",
        "configuration = asana.Configuration()",
        "configuration.access_token = token",
        "if host:",
        "    configuration.host = host",
        "make(configuration)",
    )
    found = upgrade(before.encode())
    assert found.source.decode() == code(
        "import asana",
        "def make(c: dict):",
        "    c.update(iterator_type=None, full_payload=True)",
        f"    # asana.upgrade: no option retry_strategy: {INSTEAD['retry_strategy']}",
        "    # c.retry_strategy.total = 3",
        "    return asana.Client.access_token(**c)",
        "configuration = {}",
        'configuration["accessToken"] = token',
        "if host:",
        '    configuration["base_url"] = host',
        "make(configuration)",
    )
    assert [left.line for left in found.left] == [4]


IMPORTS = {
    "from asana.rest import ApiException": "from asana import AsanaError",
    "from asana.rest import ApiException as E": "from asana import AsanaError as E",
    "from asana import ApiClient, Configuration, TasksApi": "from asana import Client",
    "from asana import ApiClient as C, rest": "from asana import Client as C, AsanaError",
    "from asana.api_client import ApiClient; import os": "from asana import Client; import os",
    "from asana.api.tasks_api import TasksApi\nimport os": "import os",
    "import asana.rest": "import asana",
    "import asana, asana.rest, os": "import asana, os",
    "from asana import (\n    ApiClient,\n    TasksApi,\n)": "from asana import (\n    Client,\n)",
    "from asana import TasksApi\nx: TasksApi": (
        "from asana.resources.tasks import Tasks as TasksApi\nx: TasksApi"
    ),
    "from asana import ApiClient\nClient = ApiClient": (
        "from asana import Client as ApiClient\nClient = ApiClient"
    ),
}


@pytest.mark.parametrize("before", IMPORTS)
def test_an_import(before: str) -> None:
    found = upgrade(f"{before}\n".encode())
    assert found.source.decode() == f"{IMPORTS[before]}\n"
    assert found.left == []


@pytest.mark.parametrize(
    "lines",
    [
        [
            "class Own:",
            "    def __init__(self, api):",
            "        self.api = api",
            "    def run(self):",
            "        self.api.get_task(g, {})",
            "Own(tasks_api)",
        ],
        ["def run(api, /, *, more=None):", "    api.get_task(g, {})", "run(tasks_api)"],
        ["def run(more, api):", "    api.get_task(g, {})", "run(api=tasks_api, more=1)"],
        ["def make():", "    return tasks_api", "make().get_task(g, {})"],
        ["def run(api: asana.TasksApi | None):", "    api.get_task(g, {})"],
        ["def run(api: 'asana.TasksApi'):", "    api.get_task(g, {})"],
        ["def run(tasks_api_instance):", "    tasks_api_instance.get_task(g, {})"],
        [
            "class Own:",
            "    api: asana.TasksApi",
            "    def run(self):",
            "        self.api.get_task(g, {})",
        ],
        ["a, b = users, tasks_api", "b.get_task(g, {})"],
        ["if (b := tasks_api):", "    b.get_task(g, {})"],
        ["b = tasks_api if x else None", "b.get_task(g, {})"],
        ["b = given or tasks_api", "b.get_task(g, {})"],
    ],
)
def test_an_api_is_followed(lines: list[str]) -> None:
    assert ".get_task(g)" in rewritten("\n".join(lines))
    assert marked("\n".join(lines)) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["class Own:", "    def get_task(self, *both): ...", "Own().get_task(g, {})"],
        ["tasks_api = Other()", "tasks_api.get_task(g, {})"],
        ["self.tasks_api = Other()", "self.tasks_api.get_task(g, {})"],
        ["other.get_task(g)"],
        ["other.find_task(g, {})"],
    ],
)
def test_other_objects_are_left_alone(lines: list[str]) -> None:
    head = "import asana\nclient = asana.ApiClient(options)\n"
    text = "\n".join(lines)
    after = upgrade(f"{head}{text}\n".encode()).source.decode().splitlines()
    assert set(lines) <= set(after)


@pytest.mark.parametrize("first", range(0, len(CALLS) + len(MARKED), 10))
def test_a_second_time_changes_nothing(first: int) -> None:
    once = upgrade(program(*[*CALLS, *MARKED][first : first + 10]).encode())
    twice = upgrade(once.source)
    assert twice.source == once.source
    assert {left.message for left in twice.left} == {left.message for left in once.left}


@pytest.mark.parametrize(
    "source",
    [
        "",
        "print(1)",
        "import asana\nclient = asana.Client.access_token(t)\nclient.tasks.get_task(g, {})\n",
        "tasks_api.get_task(g, {})\n",
        "from myasana import TasksApi\nTasksApi(c).get_task(g, {})\n",
        "from .asana import TasksApi\nTasksApi(c).get_task(g, {})\n",
        "# asana.TasksApi\nx = 1  \n\n\n",
    ],
)
def test_a_program_without_asana_5x_is_untouched(source: str) -> None:
    assert upgrade(source.encode()) == (source.encode(), [])


@pytest.mark.parametrize(
    "line",
    [
        "match x:\n    case {'a': [*_]} if y: pass",
        "try: pass\nexcept* ValueError as group: pass",
        "type X[T: int] = list[T]",
        "def f[*Ts](*a: *Ts) -> None: ...",
        "with (open(a) as b, open(c) as d): pass",
        "print(f'{x!r:>{width}} {y['a']}')",
        "class A[T = int]: ...",
        "x = t'{y}'",
        "try: pass\nexcept ValueError, TypeError: pass",
    ],
)
def test_syntax_of_all_versions_stays(line: str) -> None:
    assert rewritten(f"{line}\ntasks_api.get_task(g, {{}})") == f"{line}\ntasks_api.get_task(g)"
