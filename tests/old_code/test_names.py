"""Names of the package that programs use."""

from typing import Any

import pytest

import asana
import asana.client
from asana import error
from tests.faults import failure
from tests.old_code.work import Connect

# As in python-asana 3.2.3.
CLIENT_OPTIONS = {
    "base_url",
    "item_limit",
    "page_size",
    "poll_interval",
    "max_retries",
    "full_payload",
    "iterator_type",
}
QUERY_OPTIONS = {"limit", "offset", "sync"}
REQUEST_OPTIONS = {"headers", "params", "data", "files", "verify", "timeout"}
API_OPTIONS = {"pretty", "fields", "expand", "client_name"}


def test_the_package_has_its_title_and_version() -> None:
    assert asana.__title__ == "asana"
    assert asana.__version__[0] == "3"


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("CLIENT_OPTIONS", CLIENT_OPTIONS),
        ("QUERY_OPTIONS", QUERY_OPTIONS),
        ("REQUEST_OPTIONS", REQUEST_OPTIONS),
        ("API_OPTIONS", API_OPTIONS),
        ("ALL_OPTIONS", CLIENT_OPTIONS | QUERY_OPTIONS | REQUEST_OPTIONS | API_OPTIONS),
    ],
)
def test_the_options_are_listed_as_before(name: str, members: set[str]) -> None:
    found = getattr(asana.Client, name)
    assert isinstance(found, set)
    assert members <= found
    assert getattr(asana.Client(), name) == found


def test_the_lists_of_options_add_up() -> None:
    client: Any = asana.Client
    kinds = (
        client.CLIENT_OPTIONS,
        client.QUERY_OPTIONS,
        client.REQUEST_OPTIONS,
        client.API_OPTIONS,
    )
    assert set().union(*kinds) == client.ALL_OPTIONS
    assert set(client.DEFAULTS) <= client.ALL_OPTIONS
    assert client.DEFAULT_OPTIONS is client.DEFAULTS


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, error.InvalidRequestError),
        (401, error.NoAuthorizationError),
        (402, error.PremiumOnlyError),
        (403, error.ForbiddenError),
        (404, error.NotFoundError),
        (412, error.InvalidTokenError),
        (429, error.RateLimitEnforcedError),
        (500, error.ServerError),
    ],
)
def test_the_status_map_gives_the_class_of_an_error(
    connect: Connect, status: int, kind: type[error.AsanaError]
) -> None:
    assert asana.client.STATUS_MAP[status] is kind
    client, _ = connect(failure(status), max_retries=0)
    with pytest.raises(kind):
        client.users.me()


def test_modules_have_the_names_that_programs_patch() -> None:
    for name in ("error", "requests", "resources", "session", "CollectionPageIterator"):
        assert hasattr(asana.client, name)
    for name in ("time", "InvalidTokenError"):
        assert hasattr(asana.page_iterator, name)
    resources: Any = asana.client.RESOURCE_CLASSES
    assert resources["tasks"] is asana.resources.tasks.Tasks
