"""A charting library that checks whether its client is signed in."""

import os

import asana


class AuthenticationError(Exception):
    pass


def chart(project, asana_client=None, personal_access_token=None):
    if asana_client and not isinstance(asana_client, asana.client.Client):
        raise TypeError("asana_client must be a client")
    if asana_client and not asana_client.session.token:
        raise AuthenticationError("asana_client is not authenticated")
    client = asana_client or asana.Client.access_token(personal_access_token)
    client.options["base_url"] = os.environ["BASE_URL"]
    done = [task["completed"] for task in client.tasks.find_by_project(project, fields="completed")]
    return {"done": sum(done), "open": len(done) - sum(done)}


TOKEN = os.environ["ACCESS_TOKEN"]
client = asana.Client.access_token(TOKEN)
client.options["base_url"] = os.environ["BASE_URL"]
session = client.session
print(session.authorized, session.access_token == TOKEN, session.token == {"access_token": TOKEN})
workspace = client.users.me()["workspaces"][0]["gid"]
project = next(p for p in client.projects.find_all(workspace=workspace) if p["name"] == "Website")
print(chart(project["gid"], asana_client=client))
print(chart(project["gid"], personal_access_token=TOKEN))

nobody = asana.Client.oauth(client_id="1", client_secret="s", redirect_uri="https://a.example/")
print(nobody.session.authorized, not nobody.session.token)
try:
    chart(project["gid"], asana_client=nobody)
except AuthenticationError as error:
    print(error)
somebody = asana.Client.oauth(token={"access_token": TOKEN, "token_type": "bearer"})
print(somebody.session.authorized, somebody.session.access_token == TOKEN)
print(chart(project["gid"], asana_client=somebody))
print(isinstance(somebody.session, asana.session.AsanaOAuth2Session))
