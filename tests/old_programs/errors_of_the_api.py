"""A script that makes common mistakes, and prints the message of each error."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]


def words(error):
    message = "; ".join(each["message"] for each in error.response.json()["errors"])
    kind = str(error).split(":")[0]
    return kind + ": " + message if str(error).startswith(kind + ": " + message) else str(error)


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
        print("fine:", result if isinstance(result, dict) else list(result))
    except asana.error.NotFoundError as error:
        print("not found:", error.status, words(error))
    except asana.error.InvalidRequestError as error:
        print("invalid:", error.status, words(error))
    except asana.error.AsanaError as error:
        print("%s: %s %s" % (type(error).__name__, error.status, words(error)))


attempt(client.tasks.find_by_id, "1")
attempt(client.tasks.create, {})
attempt(client.tasks.find_all)
attempt(client.tasks.find_all, {"workspace": workspace})
attempt(client.projects.find_by_id, workspace)
attempt(client.projects.create, {"name": "nowhere"})
attempt(client.tasks.create, {"workspace": workspace, "name": "x", "assignee": "99"})
attempt(client.tasks.create, {"workspace": workspace, "name": "x", "due_on": "soon"})
attempt(client.tasks.delete, "1234")
attempt(client.tasks.find_by_project, "1234", page_size=5)
attempt(client.get, "/no/such/route", {})
task = client.tasks.create({"workspace": workspace, "name": "x"})["gid"]
attempt(client.tasks.add_project, task, {})
attempt(client.tasks.add_tag, task, {"tag": "77"})
attempt(client.tasks.update, task, {"completed": "maybe"})
attempt(client.webhooks.get_all, {})
attempt(client.tasks.delete, task)
attempt(client.tasks.find_by_id, task)
stranger = asana.Client.access_token("not-a-token")
stranger.options["base_url"] = os.environ["BASE_URL"]
attempt(stranger.users.me)
