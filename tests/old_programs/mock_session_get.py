"""Tests of a chat bot that mock single methods of the client's session."""

import json
from unittest import mock

import requests

import asana


def response(data, status=200, **headers):
    made = requests.Response()
    made.status_code = status
    made.headers.update(headers)
    made._content = json.dumps(data).encode("utf-8")
    return made


def greeting(client):
    me = client.users.me()
    return "Hello %s, you have %d workspaces" % (me["name"], len(me["workspaces"]))


client = asana.Client.access_token("not-a-token")
user = {"gid": "1", "name": "Rosa", "workspaces": [{"gid": "2"}]}
client.session.get = mock.Mock(return_value=response({"data": user}))
print(greeting(client))
args, kwargs = client.session.get.call_args
print(args[0], client.session.get.call_count, sorted(kwargs.get("params") or {}))

client.session.get.side_effect = [
    response({"data": [{"gid": "5"}], "next_page": {"offset": "abc"}}),
    response({"data": [{"gid": "6"}], "next_page": None}),
]
print([task["gid"] for task in client.tasks.find_all({"project": "9"})])
print([call[0][0][-6:] for call in client.session.get.call_args_list[-2:]])

client.session.post = mock.Mock(return_value=response({"data": {"gid": "7", "name": "new"}}, 201))
print(client.tasks.create({"name": "new", "projects": ["9"]}))
print(json.loads(client.session.post.call_args[1]["data"]))
client.session.put = mock.Mock(return_value=response({"data": {"gid": "7", "name": "newer"}}))
print(client.tasks.update("7", {"name": "newer"})["name"], client.session.put.call_args[0][0][-8:])
client.session.delete = mock.Mock(return_value=response({"data": {}}))
print(client.tasks.delete("7"), client.session.delete.call_count)

client.session.get.side_effect = [response({"errors": [{"message": "Gone"}]}, 404)]
try:
    client.tasks.find_by_id("7")
except asana.error.NotFoundError as error:
    print(str(error)[:15], error.response.status_code)
