"""The names of asana 5.x, and the attributes of its objects, wherever they are written."""

import pytest

from asana.upgrade.names import resource_named, role_of
from tests.upgrade.snippets import result

MODULES = ("api", "api_client", "configuration", "pagination", "rest")

TOKEN = "no token is set: access_token() uses ASANA_ACCESS_TOKEN"
OPTIONS = "pass the options as a dictionary: accessToken, base_url and others"
COOKIE = "no cookie: set it in client.session.cookies"
BASE = "the base class has a different constructor and different methods"
ERROR = "AsanaError(message, status, response) takes a requests response"
CLIENT = "write client.tasks, with a client that has the token"


def elsewhere(signature: str) -> str:
    method = signature.partition("(")[0].rpartition(".")[2]
    return f"{method} is called elsewhere; its signature is {signature}"


def old(name: str) -> str:
    return f"{name} is a name of asana 5.x"


def none(name: str) -> str:
    return f"{name} has no equivalent"


# A statement, its replacement, and its marks.
NAMES: dict[str, tuple[str, list[str]]] = {
    "x = asana.ApiClient()": ("x = asana.Client.access_token()", [TOKEN]),
    "x = asana.ApiClient(None)": ("x = asana.Client.access_token()", [TOKEN]),
    "x = asana.ApiClient({})": ("x = asana.Client.access_token()", [TOKEN]),
    "x = asana.ApiClient(dict())": ("x = asana.Client.access_token()", [TOKEN]),
    "x = asana.ApiClient(asana.Configuration())": ("x = asana.Client.access_token()", [TOKEN]),
    "x = asana.ApiClient(configuration=asana.Configuration())": (
        "x = asana.Client.access_token()",
        [TOKEN],
    ),
    "x = asana.ApiClient(a.b)": ("x = asana.Client.access_token(**a.b)", [OPTIONS]),
    "x = asana.ApiClient(\n    c\n)": ("x = asana.Client.access_token(**c)", [OPTIONS]),
    "x = asana.ApiClient(cookie='c')": ("x = asana.Client.access_token()", [TOKEN, COOKIE]),
    "x = asana.ApiClient({'accessToken': t}, 'a', 'b', 'c')": (
        "x = asana.Client.access_token(**{'accessToken': t}, headers={'a': 'b'})",
        [OPTIONS, COOKIE],
    ),
    "x = asana.ApiClient(header_name='a')": ("x = asana.Client.access_token()", [TOKEN]),
    "x = asana.ApiClient(header_value='a')": ("x = asana.Client.access_token()", [TOKEN]),
    "x = asana.ApiClient(configuration=c, header_value='b', header_name='a')": (
        "x = asana.Client.access_token(**c, headers={'a': 'b'})",
        [OPTIONS],
    ),
    "x = asana.ApiClient().default_headers": (
        "x = asana.Client.access_token().headers",
        [TOKEN],
    ),
    "x = asana.ApiClient": ("x = asana.Client", []),
    "x = asana.api_client.ApiClient": ("x = asana.Client", []),
    "x = asana.configuration.Configuration": ("x = dict", []),
    "x = asana.api.tasks_api.TasksApi": ("x = asana.resources.tasks.Tasks", []),
    "x = asana.AuditLogAPIApi": ("x = asana.resources.audit_log_api.AuditLogAPI", []),
    "x = asana.rest.RESTClientObject": (
        "x = asana.rest.RESTClientObject",
        [none("asana.rest.RESTClientObject")],
    ),
    "x = asana.rest": ("x = asana.rest", [none("asana.rest")]),
    "x = asana.api": ("x = asana.api", [none("asana.api")]),
    "x = asana.api.tasks_api": ("x = asana.api.tasks_api", [none("asana.api.tasks_api")]),
    "x = asana.__version__": ("x = asana.__version__", []),
    "x = asana.Client": ("x = asana.Client", []),
    "x = asana.nothing.Configuration": ("x = asana.nothing.Configuration", []),
    "f(asana.ApiClient, asana.Configuration, asana.rest.ApiException)": (
        "f(asana.Client, dict, asana.AsanaError)",
        [],
    ),
    "isinstance(x, (asana.TasksApi, asana.ApiClient))": (
        "isinstance(x, (asana.resources.tasks.Tasks, asana.Client))",
        [],
    ),
    "asana.ApiClient.y(z)": ("asana.Client.y(z)", []),
    "asana.rest.ApiException.x": (
        "asana.rest.ApiException.x",
        [none("asana.rest.ApiException.x")],
    ),
    "asana.TasksApi(a, b)": ("asana.TasksApi(a, b)", [CLIENT]),
    "asana.TasksApi()": ("asana.TasksApi()", [CLIENT]),
    "x = (asana.TasksApi(a))": ("x = (a.tasks)", []),
    "raise asana.rest.ApiException()": ("raise asana.AsanaError()", []),
    "raise asana.rest.ApiException(404, reason='a')": (
        "raise asana.AsanaError(status=404, message='a')",
        [],
    ),
    "raise asana.rest.ApiException(404, 'a', x)": (
        "raise asana.AsanaError(404, 'a', x)",
        [ERROR],
    ),
    "raise asana.rest.ApiException(404, **x)": ("raise asana.AsanaError(404, **x)", [ERROR]),
    "raise asana.rest.ApiException(status=404, other=1)": (
        "raise asana.AsanaError(status=404, other=1)",
        [ERROR],
    ),
    "raise asana.rest.ApiException(status=error.status, reason=error.reason)": (
        "raise asana.AsanaError(status=error.status, "
        'message=getattr(error.response, "reason", None))',
        [],
    ),
    "error.headers['a']": ("getattr(error.response, \"headers\", None)['a']", []),
    "error.body.decode()": ('getattr(error.response, "content", None).decode()', []),
    "error.status": ("error.status", []),
    "error.api_client": ("error.api_client", []),
    "error.default_headers": ("error.default_headers", []),
    "class Own(asana.TasksApi): ...": ("class Own(asana.resources.tasks.Tasks): ...", [BASE]),
    "class Own(a, asana.Configuration, b): ...": ("class Own(a, dict, b): ...", [BASE]),
    "class Own(asana.rest.ApiException, asana.ApiClient): ...": (
        "class Own(asana.AsanaError, asana.Client): ...",
        [BASE],
    ),
    "@dec(asana.ApiClient)\nclass Own: ...": ("@dec(asana.Client)\nclass Own: ...", []),
    "x: dict[str, asana.Configuration] = y": ("x: dict[str, dict] = y", []),
    'def f(x: "asana.TasksApi") -> "asana.ApiClient": ...': (
        'def f(x: "asana.resources.tasks.Tasks") -> "asana.Client": ...',
        [],
    ),
    'x: "list[asana.TasksApi | asana.ApiClient | asana.other.X]" = y': (
        'x: "list[asana.resources.tasks.Tasks | asana.Client | asana.other.X]" = y',
        [],
    ),
    'x: "Optional[asana.rest.ApiException]" = y': ('x: "Optional[asana.AsanaError]" = y', []),
    'x: "list[str]" = y': ('x: "list[str]" = y', []),
    'x: "myasana.TasksApi" = y': ('x: "myasana.TasksApi" = y', []),
    'x: "ApiClient" = y': ('x: "ApiClient" = y', [old("ApiClient")]),
    'x: "TasksApi" = y': ('x: "TasksApi" = y', [old("TasksApi")]),
    'x: "ApiClientX" = y': ('x: "ApiClientX" = y', []),
    'x: "asana.Configuration" = y': ('x: "asana.Configuration" = y', [old("asana.Configuration")]),
    'x: "asana.pagination.X" = y': ('x: "asana.pagination.X" = y', [old("asana.pagination.X")]),
    'x: "asana.Client" = y': ('x: "asana.Client" = y', []),
    "mock.patch('asana.ApiClient')": ("mock.patch('asana.ApiClient')", [old("asana.ApiClient")]),
    "mock.patch('asana.rest.ApiException.x.y')": (
        "mock.patch('asana.rest.ApiException.x.y')",
        [old("asana.rest.ApiException.x.y")],
    ),
    "mock.patch('asana.Client')": ("mock.patch('asana.Client')", []),
    "mock.patch('asana.TasksApi has')": ("mock.patch('asana.TasksApi has')", []),
    "mock.patch('TasksApi')": ("mock.patch('TasksApi')", []),
    "a = 'asana.ApiClient'; b = 'asana.other'; c = 'asana.rest'": (
        "a = 'asana.ApiClient'; b = 'asana.other'; c = 'asana.rest'",
        [old("asana.ApiClient"), old("asana.rest")],
    ),
    "x = b'asana.ApiClient'": ("x = b'asana.ApiClient'", []),
    "f(asana.pagination, asana.rest)": (
        "f(asana.pagination, asana.rest)",
        [none("asana.pagination"), none("asana.rest")],
    ),
    "x = [tasks_api.get_task, tasks_api.nothing, users_api.get_user]": (
        "x = [tasks_api.get_task, tasks_api.nothing, users_api.get_user]",
        [
            elsewhere("client.tasks.get_task(task_gid)"),
            elsewhere("client.users.get_user(user_gid)"),
        ],
    ),
    "x = webhooks_api.get_webhooks": (
        "x = webhooks_api.get_webhooks",
        [elsewhere("client.webhooks.get_webhooks(workspace=…)")],
    ),
    "x = tasks_api.create_task": (
        "x = tasks_api.create_task",
        [elsewhere("client.tasks.create_task(body)")],
    ),
    "mock.patch.object(tasks_api, 'get_task')": ("mock.patch.object(tasks_api, 'get_task')", []),
    "api_client.set_default_header(a, b)": ("api_client.headers[a] = b", []),
    "tasks_api.api_client.set_default_header(a, b)": ("tasks_api.client.headers[a] = b", []),
    "x = api_client.set_default_header(a, b)": ("x = api_client.set_default_header(a, b)", []),
    "api_client.get_default_header(a, b)": ("api_client.get_default_header(a, b)", []),
    "api_client.set_default_header(a, b, c)": ("api_client.set_default_header(a, b, c)", []),
    "tasks_api.set_default_header(a, b)": ("tasks_api.set_default_header(a, b)", []),
    "set_default_header(a, b)": ("set_default_header(a, b)", []),
    "api_client.default_headers = {}": ("api_client.headers = {}", []),
    "api_client.default_headers.update(a=1)": ("api_client.headers.update(a=1)", []),
    "tasks_api.default_headers": ("tasks_api.default_headers", []),
    "tasks_api.api_client.user_agent = 'b'": (
        "tasks_api.client.headers[\"User-Agent\"] = 'b'",
        [],
    ),
    "tasks_api.user_agent = 'b'": ("tasks_api.user_agent = 'b'", []),
    "api_client.x.user_agent = a": ("api_client.x.user_agent = a", []),
    "api_client.other = a": ("api_client.other = a", []),
    "print(api_client.user_agent)": ("print(api_client.user_agent)", []),
    "tasks_api.pool": ("tasks_api.pool", []),
    "api_client.api_client": ("api_client.api_client", []),
    "api_client.configuration.host = 'x'": (
        "api_client.configuration.host = 'x'",
        ["no configuration: the options are in client.options"],
    ),
}


@pytest.mark.parametrize("before", NAMES)
def test_a_name_is_replaced_or_marked(before: str) -> None:
    after, marks = NAMES[before]
    comments = [f"# asana.upgrade: {mark}\n" for mark in marks]
    found = result(before, NAMES)
    assert found.code == "".join(comments) + after
    assert sorted(found.marks) == sorted(marks)


@pytest.mark.parametrize(
    ("qualified", "role"),
    [
        ("asana.ApiClient", "ApiClient"),
        ("asana.api_client.ApiClient", "ApiClient"),
        ("asana.rest.ApiException", "ApiException"),
        ("asana.configuration.Configuration", "Configuration"),
        ("asana.api.tasks_api.TasksApi", "TasksApi"),
        ("asana.TasksApi", "TasksApi"),
        *[(f"asana.{module}", f"asana.{module}") for module in MODULES],
        *[(f"asana.{module}.x", f"asana.{module}.x") for module in MODULES],
        ("asana.other.TasksApi", None),
        ("asana.TasksApi.get_task", None),
        ("asana.Client", None),
        ("asana.error", None),
        ("asana", None),
        ("asana.", None),
        ("other.ApiClient", None),
        ("my.asana.ApiClient", None),
        ("", None),
    ],
)
def test_a_qualified_name_is_one_of_asana_5x(qualified: str, role: str | None) -> None:
    assert role_of(qualified) == role


@pytest.mark.parametrize(
    ("identifier", "resource"),
    [
        ("tasks_api", "tasks"),
        ("task_api", "tasks"),
        ("_tasks_api", "tasks"),
        ("TASKS_API", "tasks"),
        ("tasksApi", "tasks"),
        ("TasksApi", "tasks"),
        ("tasks_api_instance", "tasks"),
        ("tasks_api_client", "tasks"),
        ("tasks_apiinstance", "tasks"),
        ("custom_fields_api", "custom_fields"),
        ("customFieldsApi", "custom_fields"),
        ("customFieldApi", "custom_fields"),
        ("custom_field_settings_api", "custom_field_settings"),
        ("batch_api_api", "batch_api"),
        ("project_statuses_api", "project_statuses"),
        ("tasks", None),
        ("api", None),
        ("_api", None),
        ("things_api", None),
        ("my_tasks_api", None),
        ("tasks_api_2", None),
    ],
)
def test_an_identifier_suggests_a_resource(identifier: str, resource: str | None) -> None:
    assert resource_named(identifier) == resource
