"""Tests that patch `requests.Session.get` and `post`, where no request can leave the machine."""

from unittest import mock

import asana


def fake(data, status=200, headers=None):
    reply = mock.MagicMock()
    reply.status_code = status
    reply.headers = headers or {}
    reply.json.return_value = data
    return reply


def open_tasks(token, project):
    client = asana.Client.access_token(token)
    return [task["name"] for task in client.tasks.find_by_project(project, completed_since="now")]


def report_bug(token, project, title):
    client = asana.Client.access_token(token)
    return client.tasks.create(name=title, projects=[project])["gid"]


with mock.patch("requests.Session.get") as get:
    get.return_value = fake({"data": [{"name": "a"}, {"name": "b"}], "next_page": None})
    print(open_tasks("not-a-token", "42"))
    print(get.call_count, get.call_args[0])

    get.return_value = fake({"errors": [{"message": "Not Authorized"}]}, 401)
    try:
        open_tasks("not-a-token", "42")
    except asana.error.NoAuthorizationError as error:
        print(type(error).__name__, str(error)[:32])

with mock.patch("requests.Session.post") as post:
    post.return_value = fake({"data": {"gid": "99"}}, 201)
    print(report_bug("not-a-token", "42", "It crashes"))
    print(post.call_args[0], post.call_args[1]["data"])
