"""Looks at what an ApiException says."""

import json
import os
import sys

import asana
from asana.rest import ApiException as AsanaError

configuration = asana.Configuration()
configuration.access_token = os.environ["ACCESS_TOKEN"]
configuration.host = os.environ["BASE_URL"]
client = asana.ApiClient(configuration)
tasks = asana.TasksApi(client)


class ImportFailed(Exception):
    pass


def messages(error):
    """Return what Asana says."""
    if error.body is None:
        return []
    return [each["message"].partition(":")[0] for each in json.loads(error.body)["errors"]]


def attempt(what, *names):
    try:
        return what(*names)
    except AsanaError as error:
        kind = error.headers.get("Content-Type").partition(";")[0]
        print(error.status, error.reason, kind, messages(error))
        return None


def missing():
    return tasks.get_task("1", {})


def homeless():
    return tasks.create_task({"data": {"name": "Nowhere"}}, {})


def unauthorized():
    other = asana.Configuration()
    other.access_token = "1/1:nonsense"
    other.host = os.environ["BASE_URL"]
    return asana.UsersApi(asana.ApiClient(other)).get_user("me", {})


def wrapped():
    try:
        tasks.delete_task("2")
    except (AsanaError, KeyError) as error:
        raise ImportFailed(f"status {error.status}") from error


for each in (missing, homeless, unauthorized):
    attempt(each)
try:
    wrapped()
except ImportFailed as failure:
    print(failure, isinstance(failure.__cause__, AsanaError))
try:
    raise AsanaError(status=418, reason="teapot")
except AsanaError as error:
    print(error.status, error.body)
if not isinstance(ValueError(), AsanaError):
    sys.exit(0)
