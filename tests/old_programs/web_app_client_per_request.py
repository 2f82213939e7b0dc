"""A small threaded WSGI app that creates a new client for each request."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from wsgiref.util import setup_testing_defaults

import asana


def get_client(environ):
    client = asana.Client.access_token(environ["HTTP_X_ASANA_TOKEN"])
    client.options["base_url"] = os.environ["BASE_URL"]
    client.options["client_name"] = "small-web-app"
    client.headers["Asana-Enable"] = "string_ids,new_sections"
    return client


def app(environ, start_response):
    try:
        client = get_client(environ)
        if environ["PATH_INFO"] == "/me":
            body = {"name": client.users.me()["name"]}
        else:
            workspace = client.users.me()["workspaces"][0]
            projects = client.projects.find_by_workspace(workspace["gid"], page_size=2)
            body = {workspace["name"]: [project["name"] for project in projects]}
        start_response("200 OK", [("Content-Type", "application/json")])
    except asana.error.AsanaError as error:
        start_response("%d Error" % error.status, [("Content-Type", "application/json")])
        body = {"error": type(error).__name__}
    return [json.dumps(body).encode("utf-8")]


def visit(path, token):
    environ, statuses = {"PATH_INFO": path, "HTTP_X_ASANA_TOKEN": token}, []
    setup_testing_defaults(environ)
    chunks = app(environ, lambda status, headers: statuses.append(status))
    return statuses[0], json.loads(b"".join(chunks).decode("utf-8"))


TOKEN = os.environ["ACCESS_TOKEN"]
print(visit("/me", TOKEN))
print(visit("/projects", TOKEN))
print(visit("/me", "not-a-token"))
with ThreadPoolExecutor(8) as pool:
    results = list(pool.map(lambda number: visit("/me", TOKEN), range(24)))
print(len(results), set(json.dumps(result) for result in results))
print(asana.Client.DEFAULT_OPTIONS.get("client_name"))
