from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana import error
from tests.faults import data


def test_an_approved_request_opens_a_project(
    client: asana.Client, tom: asana.Client, closed_gid: str
) -> None:
    made = tom.access_requests.create_access_request({"target": closed_gid, "message": "Please"})
    assert (made["approval_status"], made["message"]) == ("pending", "Please")
    assert list(client.access_requests.get_access_requests(target=closed_gid)) == [made]
    assert client.access_requests.approve_access_request(made["gid"]) == {}
    assert tom.projects.get_project(closed_gid)["name"] == "a project"
    assert list(client.access_requests.get_access_requests({"target": closed_gid})) == []


def test_a_rejected_request_opens_nothing(
    client: asana.Client, tom: asana.Client, closed_gid: str
) -> None:
    made = tom.access_requests.create_access_request(target=closed_gid)
    mine = client.access_requests.get_access_requests(target=closed_gid, user="tom@example.com")
    assert [each["gid"] for each in mine] == [made["gid"]]
    assert client.access_requests.reject_access_request(made["gid"]) == {}
    with pytest.raises(error.ForbiddenError):
        tom.projects.get_project(closed_gid)


def test_all_requests_come_in_one_page(connect: Callable[..., Any]) -> None:
    client, server = connect(data([]))
    assert list(client.access_requests.get_access_requests(target="1")) == []
    assert server.requests[0].target == "/api/1.0/access_requests?target=1"
