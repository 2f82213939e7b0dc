"""Tests of a web hook whose client has a mock for a session, with minimal responses."""

from unittest import mock

import asana


class FakeResponse(object):
    def __init__(self, status_code, body, headers=None):
        self.status_code = status_code
        self.headers = headers or {}
        self.body = body

    def json(self):
        return self.body


def close_task(client, gid, note):
    client.tasks.add_comment(gid, {"text": note})
    return client.tasks.update(gid, {"completed": True})


client = asana.Client(mock.Mock())
client.session.post.return_value = FakeResponse(201, {"data": {"gid": "8", "text": "fixed"}})
client.session.put.return_value = FakeResponse(200, {"data": {"gid": "7", "completed": True}})
print(close_task(client, "7", "fixed"))
print(client.session.post.call_args[0], client.session.put.call_args[0])
print(client.session.get.called, client.session.post.call_args[1]["data"])

client.session = mock.MagicMock()
client.session.get.side_effect = [
    FakeResponse(200, {"data": [{"name": "a"}], "next_page": {"offset": "o"}}),
    FakeResponse(200, {"data": [{"name": "b"}], "next_page": None}),
]
print([tag["name"] for tag in client.tags.find_by_workspace("1")])
print(client.session.get.call_args[1]["params"]["offset"])

client.session.get.side_effect = [FakeResponse(403, {"errors": [{"message": "Not yours"}]})]
try:
    client.projects.find_by_id("2")
except asana.error.ForbiddenError as error:
    print(str(error)[:20], error.status, error.response.status_code)

limited = FakeResponse(429, {"errors": [{"message": "Slow"}]}, {"Retry-After": "7"})
client.session.get.side_effect = [limited, FakeResponse(200, {"data": {"name": "Rosa"}})]
with mock.patch("time.sleep") as sleep:
    print(client.users.me()["name"], [call[0][0] for call in sleep.call_args_list])
