import base64
import json
import re
from typing import Any

import pytest

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock

EXPIRED = (400, "offset: Your pagination token has expired.")


@pytest.fixture
def five(api: Api, project: str) -> str:
    for name in "edcba":  # the newest is listed first
        api.post("/tasks", name=name, projects=[project])
    return project


def page(api: Api, project: str, **query: Any) -> Any:
    query = {"project": project, "opt_fields": "name", **query}
    reply = api.call("GET", "/tasks", params=query)
    assert reply.status_code == 200, reply.text
    return reply.json()


def names(reply: Any) -> str:
    return "".join(item["name"] for item in reply["data"])


def test_without_limit_there_is_no_next_page(api: Api, five: str) -> None:
    reply = page(api, five)
    assert names(reply) == "abcde"
    assert "next_page" not in reply


def test_pages_follow_each_other(api: Api, five: str) -> None:
    first = page(api, five, limit=2)
    second = page(api, five, limit=2, offset=first["next_page"]["offset"])
    third = page(api, five, limit=2, offset=second["next_page"]["offset"])
    assert [names(first), names(second), names(third)] == ["ab", "cd", "e"]
    assert third["next_page"] is None


def test_an_exact_last_page_has_no_successor(api: Api, five: str) -> None:
    assert page(api, five, limit=5)["next_page"] is None


def test_an_empty_list_is_a_last_page(api: Api, project: str) -> None:
    assert page(api, project, limit=5) == {"data": [], "next_page": None}


def test_path_and_uri_repeat_the_query(api: Api, five: str) -> None:
    following = page(api, five, limit=2)["next_page"]
    assert following["uri"] == api.base_url + following["path"]
    assert following["path"].startswith(f"/tasks?project={five}&opt_fields=name&limit=2&offset=")
    assert names(api.call("GET", following["path"]).json()) == "cd"


def test_a_page_goes_on_after_the_last_seen_item(api: Api, five: str) -> None:
    first = page(api, five, limit=2)
    api.delete(f"/tasks/{first['data'][0]['gid']}")
    assert names(page(api, five, limit=2, offset=first["next_page"]["offset"])) == "cd"


def test_a_page_goes_on_although_the_last_seen_item_left(api: Api, five: str) -> None:
    first = page(api, five, limit=2)
    api.delete(f"/tasks/{first['data'][1]['gid']}")
    assert names(page(api, five, limit=2, offset=first["next_page"]["offset"])) == "de"


@pytest.mark.parametrize("offset", ["", "made-up", "2"])
def test_only_asanas_own_offsets_are_valid(api: Api, five: str, offset: str) -> None:
    refusal = api.refusal("GET", "/tasks", project=five, limit=2, offset=offset)
    assert refusal == (400, "offset: Your pagination token is invalid.")


def test_an_offset_belongs_to_one_path_and_one_user(api: Api, tom: Api, five: str) -> None:
    offset = page(api, five, limit=2)["next_page"]["offset"]
    invalid = (400, "offset: Your pagination token is invalid.")
    assert api.refusal("GET", f"/projects/{five}/tasks", limit=2, offset=offset) == invalid
    assert tom.refusal("GET", "/tasks", project=five, limit=2, offset=offset) == invalid


def test_offsets_expire(sandbox: Sandbox, api: Api, five: str) -> None:
    offset = page(api, five, limit=2)["next_page"]["offset"]
    sandbox.expire_offsets()
    assert api.refusal("GET", "/tasks", project=five, limit=2, offset=offset) == EXPIRED


def test_offsets_live_for_a_quarter_of_an_hour(api: Api, clock: Clock, five: str) -> None:
    offset = page(api, five, limit=2)["next_page"]["offset"]
    clock.advance(seconds=899)
    assert names(page(api, five, limit=2, offset=offset)) == "cd"
    clock.advance(seconds=1)
    assert api.refusal("GET", "/tasks", project=five, limit=2, offset=offset) == EXPIRED
    assert names(page(api, five, limit=2)) == "ab"


def test_offsets_look_like_json_web_tokens(api: Api, five: str) -> None:
    first, second = (page(api, five, limit=2)["next_page"]["offset"] for _ in range(2))
    assert first != second
    header, claims, signature = first.split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"typ": "JWT", "alg": "HS256"}
    times = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert times["exp"] - times["iat"] == 900
    assert re.fullmatch(r"[\w-]{43}", signature, re.ASCII)


def test_an_offset_without_limit_gives_the_rest(api: Api, five: str) -> None:
    offset = page(api, five, limit=2)["next_page"]["offset"]
    rest = page(api, five, offset=offset)
    assert names(rest) == "cde"
    assert "next_page" not in rest


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "", "1.5"])
def test_limit_is_between_1_and_100(api: Api, limit: str) -> None:
    status, message = api.refusal("GET", "/users", limit=limit)
    assert (status, message) == (400, f"limit: Must be a number between 1 and 100, not: {limit}")


def test_more_than_a_thousand_items_need_a_limit(sandbox: Sandbox, api: Api, project: str) -> None:
    store = sandbox.store
    record = store.get("project", project)
    assert record is not None
    (section,) = record["sections"]
    home = {"workspace": record["workspace"], "created_by": store.user_by_email("maya@example.com")}
    membership = {"project": record, "section": section}
    tasks = [store.create("task", memberships=[membership], **home) for _ in range(1001)]
    for each in tasks[:1000]:
        store.put(section, "tasks", each)
    assert len(api.get("/tasks", project=project)) == 1000
    store.put(section, "tasks", tasks[1000])
    assert api.refusal("GET", "/tasks", project=project) == (
        400,
        "The result is too large. You should use pagination (may require specifying a workspace)!",
    )
    assert len(api.get("/tasks", project=project, limit=100)) == 100
    for made in tasks:
        store.delete(made)
    store.change(section, tasks=[])
