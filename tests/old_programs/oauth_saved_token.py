"""A console program that keeps its OAuth token in a file and refreshes an expired token."""

import json
import os
import tempfile
import time

from _server import Server, error
from oauthlib.oauth2 import TokenExpiredError

import asana

TOKEN_FILE = os.path.join(tempfile.mkdtemp(), "asana-token.json")
server = Server(
    {"gid": "1", "name": "Rosa"},
    (
        200,
        {"access_token": "a2", "token_type": "bearer", "expires_in": 3600, "refresh_token": "r1"},
    ),
    {"gid": "1", "name": "Rosa"},
)
TOKEN_URL = server.url + "/-/oauth_token"
APP = {"client_id": "59024", "client_secret": "shh"}


def save_token(token):
    with open(TOKEN_FILE, "w") as file:
        json.dump(token, file)


def load_client():
    with open(TOKEN_FILE) as file:
        token = json.load(file)
    client = asana.Client.oauth(
        token=token,
        auto_refresh_url=TOKEN_URL,
        auto_refresh_kwargs=APP,
        token_updater=save_token,
        **APP,
    )
    client.options["base_url"] = server.url
    return client


save_token(
    {"access_token": "a1", "token_type": "bearer", "refresh_token": "r1", "expires_in": 3600}
)
client = load_client()
print(client.users.me()["name"], client.session.authorized, client.session.access_token)

yesterday = time.time() - 86400
save_token(
    {
        "access_token": "a1",
        "token_type": "bearer",
        "refresh_token": "r1",
        "expires_in": 3600,
        "expires_at": yesterday,
    }
)
client = load_client()
print(client.users.me()["name"])
with open(TOKEN_FILE) as file:
    saved = json.load(file)
print(saved["access_token"], saved["refresh_token"], client.session.token["access_token"])
print([request.path for request in server.requests], b"refresh_token" in server.requests[1].body)
print(server.requests[-1].headers["Authorization"])

# An app that keeps no refresh token asks the user to sign in again.
token = {"access_token": "a1", "token_type": "bearer", "expires_in": 3600, "expires_at": yesterday}
frozen = asana.Client.oauth(client_id="59024", token=token)
frozen.options["base_url"] = Server(error(401, "The bearer token has expired.")).url
try:
    frozen.users.me()
except TokenExpiredError:
    print("sign in again")
os.remove(TOKEN_FILE)
