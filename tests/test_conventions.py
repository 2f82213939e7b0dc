"""Conventions that all resources and modules must follow."""

import importlib
import inspect
import io
import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter

import asana
from asana.page_iterator import ItemIterator
from asana.resources import Resources, classes
from asana.resources.resource import Resource
from tests import methods
from tests.operations import CLASSIC_NAMES, LISTED, OPERATIONS, ClassicName, Operation

PACKAGE = Path(asana.__file__).parent
RESOURCES = sorted(
    name for name, member in vars(Resources).items() if isinstance(member, cached_property)
)
ROUTE = re.compile(r"(GET|POST|PUT|DELETE) (/\S+)(?:   \(scope (\S+)\))?")


class Recorder(BaseAdapter):
    """Responds to every request with an empty record, and records the request."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **how: Any) -> requests.Response:
        self.requests.append(request)
        body = urllib3.HTTPResponse(
            io.BytesIO(b'{"data": [{}], "sync": "x"}'), status=200, preload_content=False
        )
        return HTTPAdapter().build_response(request, body)

    def close(self) -> None:
        pass


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def client(recorder: Recorder) -> asana.Client:
    session = requests.Session()
    session.mount("https://", recorder)
    return asana.Client(session)


def public_methods() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    client = asana.Client()
    for resource in RESOURCES:
        for name, method in inspect.getmembers(getattr(client, resource), inspect.ismethod):
            if not name.startswith("_"):
                yield resource, name, method


METHODS = [pytest.param(*found, id=f"{found[0]}.{found[1]}") for found in public_methods()]


def route(method: Callable[..., Any]) -> tuple[str, str, str]:
    """Return verb, path and scope of the last paragraph of a method's docstring."""
    found = ROUTE.fullmatch((inspect.getdoc(method) or "").split("\n\n")[-1])
    assert found, f"the last paragraph of {method} is no route"
    return found[1], found[2], found[3] or ""


# Arguments that are neither gids nor parameters.
NEEDED = {"file_content": b"content", "file_name": "name.txt"}


def call(method: Callable[..., Any], *gids: str, **keywords: Any) -> None:
    needed = {k: v for k, v in NEEDED.items() if k in inspect.signature(method).parameters}
    result = method(*gids, **keywords, **needed)
    if isinstance(result, ItemIterator):
        assert next(result) == {}


def sent(recorder: Recorder) -> tuple[str, str]:
    """Return the verb and path of the request, which may have been sent more than once."""
    (found,) = {
        (request.method or "", request.path_url.removeprefix("/api/1.0").partition("?")[0])
        for request in recorder.requests
    }
    return found


def gids(path: str) -> list[str]:
    return [str(number) for number, _ in enumerate(re.findall(r"{\w+}", path), 101)]


def filled(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path).format(*gids(path))


# -- operations


OURS = [row for row in OPERATIONS if row.resource in RESOURCES]
CLASSIC = [row for row in CLASSIC_NAMES if row.resource in RESOURCES]


@pytest.mark.parametrize("row", OURS, ids=lambda row: f"{row.resource}.{row.method}")
def test_every_operation_is_a_method_that_sends_its_request(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    method = getattr(getattr(client, row.resource), row.method)
    assert route(method) == (row.verb, row.path, row.scope)
    call(method, *gids(row.path))
    assert sent(recorder) == (row.verb, filled(row.path))
    returned = inspect.signature(method).return_annotation
    if row.shape == "page" or (row.shape == "list" and row.verb == "GET"):
        assert re.fullmatch(r"ItemIterator\[\w+\]", returned)
    else:
        assert re.fullmatch(r"list\[\w+\]" if row.shape == "list" else r"\w+", returned)
    assert "Any" not in returned
    assert "Record" not in returned


@pytest.mark.parametrize("row", CLASSIC, ids=lambda row: f"{row.resource}.{row.method}")
def test_every_classic_name_sends_its_classic_request(
    client: asana.Client, recorder: Recorder, row: ClassicName
) -> None:
    method = getattr(getattr(client, row.resource), row.method)
    call(method, *gids(row.path))
    assert sent(recorder) == (row.verb, filled(row.path))


@pytest.mark.parametrize(
    "row",
    [row for row in CLASSIC if "{" in row.path],
    ids=lambda row: f"{row.resource}.{row.method}",
)
def test_every_classic_name_takes_its_gid_by_the_old_keyword(
    client: asana.Client, recorder: Recorder, row: ClassicName
) -> None:
    (keyword,) = re.findall(r"{(\w+)}", row.path)
    call(getattr(getattr(client, row.resource), row.method), **{keyword: "101"})
    assert sent(recorder) == (row.verb, filled(row.path))


# Its arguments are the fields; it has no parameters.
WITHOUT_PARAMS = {"create_attachment_for_task", "create_on_task"}

# Listings without pages. A search has a limit too.
WHOLE = {
    methods.route(row)
    for row in OPERATIONS
    if row.shape == "list" and not row.path.endswith("/search")
}


@pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")
@pytest.mark.parametrize(
    "row",
    [row for row in LISTED if row.method not in WITHOUT_PARAMS],
    ids=lambda row: f"{row.resource}.{row.method}",
)
def test_every_method_sends_its_parameters_and_its_options(
    client: asana.Client, recorder: Recorder, row: Operation | ClassicName
) -> None:
    method = getattr(getattr(client, row.resource), row.method)
    params: Any = {"probe": "x"}
    call(method, *gids(row.path), params, headers={"X-Probe": "y"})
    assert sent(recorder) == (row.verb, filled(row.path))
    for request in recorder.requests:
        query = parse_qs(urlsplit(request.url or "").query)
        assert "probe" in str(request.body if row.verb in ("POST", "PUT") else query)
        assert request.headers["X-Probe"] == "y"
        paged = row.verb == "GET" and row.shape != "record" and methods.route(row) not in WHOLE
        assert query.get("limit") == (["100"] if paged else None)


MADE_BY_NAME = ("custom_fields", "portfolios", "projects", "sections", "tags", "teams")
FOUND_BY_NAME = ("project_templates", "task_templates", "users")

# Methods that are not operations, but combine several.
CONVENIENCES = {
    ("attachments", "download"),
    ("custom_fields", "of"),
    ("events", "feed"),
    ("events", "mirror"),
    ("exports", "download"),
    ("exports", "records"),
    ("jobs", "wait"),
    ("projects", "export"),
    ("projects", "importer"),
    ("projects", "restore"),
    ("stories", "ensure_comment"),
    ("tasks", "index"),
    ("tasks", "tree"),
    ("tasks", "upsert"),
    ("tasks", "walk"),
    ("webhooks", "establish"),
    ("workspaces", "export"),
    *((kind, "named") for kind in (*MADE_BY_NAME, *FOUND_BY_NAME)),
    *((kind, "ensure") for kind in MADE_BY_NAME),
}


def test_every_method_is_in_a_list() -> None:
    listed = {(row.resource, row.method) for row in LISTED}
    methods = {(resource, name) for resource, name, _ in public_methods()}
    assert methods - listed == CONVENIENCES


@pytest.mark.parametrize(("resource", "name", "method"), METHODS)
def test_every_method_has_a_docstring_a_route_and_annotations(
    resource: str, name: str, method: Callable[..., Any]
) -> None:
    first = (inspect.getdoc(method) or "").partition("\n\n")[0]
    assert first.endswith("."), f"{resource}.{name} does not say what it does"
    verb, path, _ = route(method)
    known = {(row.verb, row.path) for row in LISTED}
    gidless = {(v, re.sub(r"{\w+}", "{}", p)) for v, p in known}
    assert (verb, re.sub(r"{\w+}", "{}", path)) in gidless
    signature = inspect.signature(method)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(
        parameter.annotation is not inspect.Parameter.empty
        for parameter in signature.parameters.values()
    )


# POSTs that are retried if their outcome is unknown. Add one only if sending it twice has the same
# effect as sending it once.
IDEMPOTENT_POSTS = {
    "access_requests.approve_access_request",
    "access_requests.reject_access_request",
    "custom_fields.insert_enum_option_for_custom_field",
    "goal_relationships.remove_supporting_relationship",
    "goals.add_followers",
    "goals.create_goal_metric",
    "goals.remove_followers",
    "goals.update_goal_metric",
    "portfolios.add_item_for_portfolio",
    "portfolios.add_members_for_portfolio",
    "portfolios.remove_item_for_portfolio",
    "portfolios.remove_members_for_portfolio",
    "projects.add_followers_for_project",
    "projects.add_members_for_project",
    "projects.remove_followers_for_project",
    "projects.remove_members_for_project",
    "sections.add_task_for_section",
    "sections.insert_section_for_project",
    "tasks.add_dependencies_for_task",
    "tasks.add_dependents_for_task",
    "tasks.add_followers_for_task",
    "tasks.add_project_for_task",
    "tasks.add_tag_for_task",
    "tasks.remove_dependencies_for_task",
    "tasks.remove_dependents_for_task",
    "tasks.remove_follower_for_task",
    "tasks.remove_project_for_task",
    "tasks.remove_tag_for_task",
    "tasks.set_parent_for_task",
    "teams.add_user_for_team",
    "teams.remove_user_for_team",
    "workspaces.remove_user_for_workspace",
}


def test_the_list_of_idempotent_posts(
    client: asana.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = set()

    def post(path: str, data: Any = None, **options: Any) -> Any:
        if getattr(path, "idempotent", False):
            marked.add(f"{row.resource}.{row.method}")
        return {}

    monkeypatch.setattr(client, "post", post)
    for row in OURS:
        if row.verb == "POST":
            getattr(getattr(client, row.resource), row.method)(*gids(row.path))
    assert marked == IDEMPOTENT_POSTS


def test_the_docstring_of_a_classic_name_is_short_and_names_the_method() -> None:
    tasks = asana.Client().tasks
    assert tasks.find_by_id.__doc__ == (
        "Return the complete record of one task.\n\n"
        "Classic name of :meth:`get_task`.\n\n"
        "GET /tasks/{task_gid}   (scope tasks:read)"
    )
    update: Any = tasks.update
    assert update.__name__ == "update_task"


@pytest.mark.parametrize("keyword", ["task", "task_id", "taskId"])
def test_a_classic_name_takes_its_gid_once_by_any_keyword(
    client: asana.Client, recorder: Recorder, keyword: str
) -> None:
    find, subtasks = client.tasks.find_by_id, client.tasks.subtasks
    for method in (find, subtasks):
        call(method, **{keyword: "101"})
        call(method, "101")
        with pytest.raises(TypeError):
            call(method)
    assert {request.path_url.split("/")[4][:3] for request in recorder.requests} == {"101"}
    assert len(recorder.requests) == 4


# -- modules


def test_the_package_describes_itself() -> None:
    assert (asana.__title__, asana.__license__, asana.VERSION) == (
        "asana",
        "MIT",
        asana.__version__,
    )
    assert asana.__copyright__.endswith("the asana client's contributors")
    with pytest.raises(AttributeError, match=r"^module 'asana' has no attribute 'Nothing'$"):
        getattr(asana, "Nothing")  # noqa: B009
    with pytest.raises(AttributeError, match=r"^module 'asana' has no attribute 'ApiClient'; "):
        getattr(asana, "ApiClient")  # noqa: B009
    importlib.reload(asana)
    assert [type(each).__name__ for each in sys.meta_path].count("GeneratedModules") == 1


def test_the_class_of_each_resource_is_found_by_its_name() -> None:
    client = asana.Client()
    assert classes() == {name: type(getattr(client, name)) for name in RESOURCES}


def test_every_file_of_a_resource_is_wired_under_its_name() -> None:
    files = {file.stem for file in (PACKAGE / "resources").glob("*.py")}
    assert files - {"__init__", "gids", "resource"} == set(RESOURCES)


@pytest.mark.parametrize("name", RESOURCES)
def test_every_resource_is_documented_and_of_its_class(name: str) -> None:
    client = asana.Client()
    resource = getattr(client, name)
    assert isinstance(resource, Resource)
    assert resource.client is client
    assert getattr(client, name) is resource
    assert type(resource).__module__ == f"asana.resources.{name}"
    module = sys.modules[type(resource).__module__]
    documented = vars(Resources)[name].__doc__
    assert documented == type(resource).__doc__ == module.__doc__


def test_resources_can_be_reached_as_modules() -> None:
    assert asana.resources.tasks.Tasks is type(asana.Client().tasks)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        asana.resources.nothing  # noqa: B018


def test_the_page_of_methods_is_up_to_date() -> None:
    found = methods.PAGE.read_text(encoding="utf-8")
    assert found == methods.text(), "write it anew with: python -m tests.methods"


def test_every_line_of_the_undetectable_changes_exists() -> None:
    table = PACKAGE.parent / "benchmarks" / "mutation" / "equivalent.tsv"
    rows = [row.split("\t") for row in table.read_text(encoding="utf-8").splitlines()[1:]]
    lines = {
        file: {
            line.strip()
            for line in (PACKAGE.parent / file).read_text(encoding="utf-8").splitlines()
        }
        for file in {row[0] for row in rows}
    }
    assert [(file, old) for file, old, new, _ in rows if old not in lines[file] or old == new] == []
