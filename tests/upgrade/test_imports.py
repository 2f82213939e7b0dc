"""The imports of a rewritten program, and the names that they bind."""

import pytest

from asana.upgrade import Left, upgrade

OPTIONS = "pass the options as a dictionary: accessToken, base_url and others"
PAGES = "the iterators of listings are in asana.page_iterator"
STAR = "import the names that you use from asana: Client, AsanaError"

# A program, and the rewritten one; nothing is marked.
PROGRAMS = {
    "from asana.api_client import ApiClient": "from asana import Client",
    "from asana import rest, api_client": "from asana import AsanaError, Client",
    "from asana import api_client as c": "from asana import Client",
    "from asana import configuration\nx = configuration.Configuration()": "x = {}",
    "from asana.api import tasks_api": "",
    "from asana.rest import RESTClientObject": "",
    "from asana.rest import ApiException, RESTClientObject": "from asana import AsanaError",
    "from asana import rest\nx = rest.ApiException": "from asana import AsanaError\nx = AsanaError",
    "from asana import rest as r, ApiException": "from asana import AsanaError",
    "from asana import ApiException, rest": "from asana import AsanaError",
    "from asana import ApiException as ApiException": "from asana import AsanaError",
    "from asana import ApiException as E, rest": "from asana import AsanaError as E, AsanaError",
    "from asana import ApiClient, Client": "from asana import Client as ApiClient, Client",
    "from asana import error, ApiClient": "from asana import error, Client",
    "from asana import ApiClient, error as e": "from asana import Client, error as e",
    "from asana.models import X\nfrom asana import ApiClient": (
        "from asana.models import X\nfrom asana import Client"
    ),
    "from asana import (\n    TasksApi,\n    ApiException,\n    ApiClient\n)": (
        "from asana import (\n    AsanaError,\n    Client\n)"
    ),
    "from asana import (TasksApi, ApiException,)": "from asana import (AsanaError,)",
    "from asana import (ApiException, TasksApi)": "from asana import (AsanaError)",
    "from asana.api.tasks_api import TasksApi as T\nx: T": (
        "from asana.resources.tasks import Tasks as T\nx: T"
    ),
    "from asana import TasksApi, UsersApi, ApiClient\nprint(TasksApi, UsersApi)": (
        "from asana import Client\n"
        "from asana.resources.tasks import Tasks as TasksApi\n"
        "from asana.resources.users import Users as UsersApi\n"
        "print(TasksApi, UsersApi)"
    ),
    "# first\nfrom asana import ApiClient, TasksApi\nx: TasksApi": (
        "# first\nfrom asana import Client\n"
        "from asana.resources.tasks import Tasks as TasksApi\nx: TasksApi"
    ),
    "from asana import TasksApi\nTasksApi(c).get_task(g, {})": "c.tasks.get_task(g)",
    "from asana import TasksApi\nx = [TasksApi]\nTasksApi(c).get_task(g, {})": (
        "from asana.resources.tasks import Tasks as TasksApi\nx = [TasksApi]\nc.tasks.get_task(g)"
    ),
    "from asana import ApiException\nAsanaError = 1\nraise ApiException(404)": (
        "from asana import AsanaError as ApiException\n"
        "AsanaError = 1\nraise ApiException(status=404)"
    ),
    "from asana.rest import ApiException as E\nraise E(404)": (
        "from asana import AsanaError as E\nraise E(status=404)"
    ),
    "from asana.rest import ApiException\ntry: pass\nexcept ApiException as e: raise e.body": (
        "from asana import AsanaError\n"
        'try: pass\nexcept AsanaError as e: raise getattr(e.response, "content", None)'
    ),
    "import asana.rest, asana.api_client": "import asana",
    "import asana.rest, asana": "import asana, asana",
    "import asana.rest; import os": "import asana; import os",
    "import asana as a, asana.rest": "import asana as a, asana",
    "import asanaother, asana.rest": "import asanaother, asana",
    "import os, asana.rest as r, sys": "import os, asana as r, sys",
    "import asana.rest as r, asana.rest": "import asana as r, asana",
    "import asana.rest as r\ntry: pass\nexcept r.ApiException as e: print(e.body)": (
        "import asana as r\n"
        'try: pass\nexcept r.AsanaError as e: print(getattr(e.response, "content", None))'
    ),
    "import asana.api as a\nx: a.TasksApi = a.TasksApi(c)": (
        "import asana as a\nx: a.resources.tasks.Tasks = c.tasks"
    ),
    "import asana.api.tasks_api\nx = asana.api.tasks_api.TasksApi(c)": (
        "import asana\nx = c.tasks"
    ),
    "import asana as a\nx = a.TasksApi(c)\nx.get_task(g, {})": (
        "import asana as a\nx = c.tasks\nx.get_task(g)"
    ),
    "import asana.error\nx = asana.TasksApi(c)": "import asana.error\nx = c.tasks",
    "from asana import ApiClient; from asana import TasksApi; x = 1": (
        "from asana import Client; x = 1"
    ),
    "from asana import TasksApi; from asana import UsersApi": "",
    "from asana import TasksApi  # the tasks\nimport os": "# the tasks\nimport os",
    "# tasks\nfrom asana import TasksApi\n# os\nimport os": "# tasks\n# os\nimport os",
    "import os\n\nfrom asana import TasksApi\n\n\nx = 1": "import os\n\n\nx = 1",
    "import os\n\n\nfrom asana import TasksApi\n\nx = 1": "import os\n\n\nx = 1",
    "import os\nfrom asana import TasksApi\n\nx = 1": "import os\n\nx = 1",
    "import os\n\nfrom asana import TasksApi\nx = 1": "import os\n\nx = 1",
    "import os\n# a\nfrom asana import TasksApi  # b\nfrom asana import UsersApi\n# c": (
        "import os\n# a\n# b\n# c"
    ),
    "def f():\n    from asana import TasksApi\n    return 1": "def f():\n    return 1",
    "if x:\n    from asana import TasksApi\ny = 1": "if x:\n    pass\ny = 1",
    "if x:\n    from asana import TasksApi  # a\n    from asana import UsersApi": (
        "if x:\n    pass\n    # a"
    ),
    "from .asana import ApiClient\nfrom asana import ApiClient as C": (
        "from .asana import ApiClient\nfrom asana import Client as C"
    ),
    "from asana.api.tasks_api import *\nfrom asana import ApiClient": (
        "from asana.api.tasks_api import *\nfrom asana import Client"
    ),
    "from . import asana\nfrom asana import ApiClient": (
        "from . import asana\nfrom asana import Client"
    ),
}

# A program, the rewritten one without the marks, and the marks.
MARKED: dict[str, tuple[str, list[Left]]] = {
    "import asana.api_client as c\nx = c.ApiClient(d)": (
        "import asana as c\nx = c.Client.access_token(**d)",
        [Left(2, OPTIONS)],
    ),
    "from asana import rest, api_client as c\nx = c.ApiClient(d)": (
        "from asana import AsanaError, Client\nx = Client.access_token(**d)",
        [Left(2, OPTIONS)],
    ),
    "from asana import ApiClient as Client\nx = Client(c)": (
        "from asana import Client\nx = Client.access_token(**c)",
        [Left(2, OPTIONS)],
    ),
    "from asana import pagination": ("from asana import pagination", [Left(1, PAGES)]),
    "from asana import error, pagination as p": (
        "from asana import error, pagination as p",
        [Left(1, PAGES)],
    ),
    "from asana.pagination.event_iterator import EventIterator as E\nE(x)": (
        "from asana.pagination.event_iterator import EventIterator as E\nE(x)",
        [Left(1, PAGES)],
    ),
    "from asana import ApiClient, pagination": (
        "from asana import Client, pagination",
        [Left(1, PAGES)],
    ),
    "from asana.rest import RESTClientObject\nx = 1\ny = RESTClientObject(x)": (
        "x = 1\ny = RESTClientObject(x)",
        [Left(3, "RESTClientObject has no equivalent")],
    ),
    "from asana import rest\nf(rest)": (
        "from asana import AsanaError\nf(rest)",
        [Left(2, "rest has no equivalent")],
    ),
    "from asana import api\nx: api.TasksApi = api.TasksApi(c)": (
        "x: api.TasksApi = c.tasks",
        [Left(2, "api.TasksApi has no equivalent")],
    ),
    "from asana import *\nclient = ApiClient(c)": (
        "from asana import *\nclient = ApiClient(c)",
        [Left(1, STAR)],
    ),
    "from asana import *\nfrom asana.rest import ApiException": (
        "from asana import *\nfrom asana import AsanaError",
        [Left(1, STAR)],
    ),
}

# Programs that do not use asana 5.x.
OTHERS = [
    "from asana import *\nclient = Client.access_token(c)",
    "from other import *  # asana\nclient = ApiClient(c)",
    "from asana.error import *\nclient = ApiClient(c)",
    "from .asana import TasksApi\nTasksApi(c)",
    "from . import asana\nasana.TasksApi(c)",
    "import other.asana\nother.asana.TasksApi(c)",
    "import asana\nprint(asana)",
    "import asana.error as e\nfrom asana import Client",
    "import asanaother\nasanaother.TasksApi(c)",
    "asana.TasksApi(c)",
]


@pytest.mark.parametrize("before", PROGRAMS)
def test_imports_are_replaced(before: str) -> None:
    source, left = upgrade(f"{before}\n".encode())
    assert source.decode() == f"{PROGRAMS[before]}\n"
    assert left == []


@pytest.mark.parametrize("before", MARKED)
def test_imports_without_an_equivalent_are_marked(before: str) -> None:
    after, marks = MARKED[before]
    source, left = upgrade(f"{before}\n".encode())
    lines = source.decode().splitlines()
    comments = [f"# asana.upgrade: {mark.message}" for mark in marks]
    assert [line for line in lines if line not in comments] == after.splitlines()
    assert [line for line in lines if line in comments] == comments
    assert left == marks
    assert upgrade(source).source == source


@pytest.mark.parametrize("source", OTHERS)
def test_other_imports_stay(source: str) -> None:
    assert upgrade(source.encode()) == (source.encode(), [])
