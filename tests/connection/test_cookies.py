"""Cookies."""

import pytest

from tests.connection.answers import BODY, DONE, Connect
from tests.faults import reply


@pytest.mark.parametrize(
    "hooked",
    [
        False,
        True,
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
def test_cookies_reach_the_jar_of_the_session(
    connect: Connect, content_type: str, hooked: bool
) -> None:
    client, server = connect(
        reply(200, BODY, Set_Cookie="a=1; Path=/", Content_Type=content_type), DONE
    )
    seen: list[dict[str, str]] = []
    if hooked:
        client.session.hooks["response"].append(lambda r, **_: seen.append(r.cookies.get_dict()))
    client.get("/x")
    client.get("/x")
    assert client.session.cookies.get_dict() == {"a": "1"}
    assert seen == ([{"a": "1"}, {}] if hooked else [])
    assert server.requests[1].headers["cookie"] == "a=1"
