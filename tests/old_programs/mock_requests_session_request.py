"""Tests that patch `requests.Session.request`, which all verbs of a session go through."""

from unittest import mock

import requests

import asana

REPLIES = {
    ("GET", "/users/me"): {"data": {"gid": "1", "name": "Ada"}},
    ("GET", "/projects/2/tasks"): {"data": [{"gid": "3"}, {"gid": "4"}], "next_page": None},
    ("POST", "/tasks/3/stories"): {"data": {"gid": "5", "text": "ping"}},
    ("PUT", "/tasks/4"): {"data": {"gid": "4", "completed": True}},
    ("DELETE", "/tasks/3"): {"data": {}},
}
seen = []


def fake_request(method, url, *args, **kwargs):
    path = url.split("/api/1.0")[-1]
    seen.append((method.upper(), path))
    reply = mock.Mock(spec=requests.Response)
    reply.status_code = 200
    reply.headers = {}
    reply.json.return_value = REPLIES[method.upper(), path]
    return reply


with mock.patch.object(requests.Session, "request", side_effect=fake_request):
    client = asana.Client(requests.Session())
    print(client.users.me())
    for task in client.tasks.find_by_project("2", page_size=10):
        print(task)
    print(client.tasks.add_comment("3", {"text": "ping"})["text"])
    print(client.tasks.update("4", {"completed": True}))
    print(client.tasks.delete("3"))
print(seen)

with mock.patch("requests.Session.request", side_effect=requests.exceptions.ConnectionError("no")):
    try:
        asana.Client(requests.Session(), max_retries=0).users.me()
    except requests.exceptions.ConnectionError as error:
        print("no connection", isinstance(error, requests.exceptions.RequestException))
