"""A pipeline's wrapper around the client, which refreshes an OAuth token by hand at its start."""

import os
from urllib.parse import parse_qsl

from _server import Server

import asana


class Connection(object):
    def __init__(self, client_id, client_secret, redirect_uri, refresh_token, access_token=None):
        self.client_id = client_id
        self.client_secret = client_secret
        self.redirect_uri = redirect_uri
        self.refresh_token = refresh_token
        self._client = self._oauth() if client_id else asana.Client.access_token(access_token)
        self.refresh_access_token()

    def _oauth(self):
        return asana.Client.oauth(
            client_id=self.client_id,
            client_secret=self.client_secret,
            redirect_uri=self.redirect_uri,
        )

    def refresh_access_token(self):
        if self._client.session.authorized:
            return self._client.session.token
        return self._client.session.refresh_token(
            self._client.session.token_url,
            client_id=self.client_id,
            client_secret=self.client_secret,
            redirect_uri=self.redirect_uri,
            refresh_token=self.refresh_token,
        )

    @property
    def client(self):
        return self._client


server = Server(
    (200, {"access_token": "fresh", "token_type": "bearer", "expires_in": 3600}),
    {"gid": "1", "name": "Rosa"},
)
asana.session.AsanaOAuth2Session.token_url = server.url + "/-/oauth_token"

connection = Connection("59024", "shh", "https://app.example/callback", "r-1")
connection.client.options["base_url"] = server.url
print(connection.client.session.authorized, connection.client.users.me()["name"])
form = dict(parse_qsl(server.requests[0].body.decode("utf-8")))
print(form["grant_type"], form["refresh_token"], form["client_id"], form["client_secret"])
print(server.requests[1].headers["Authorization"])
print(connection.refresh_access_token()["access_token"], len(server.requests))

plain = Connection(None, None, None, None, access_token=os.environ["ACCESS_TOKEN"])
plain.client.options["base_url"] = os.environ["BASE_URL"]
print(plain.client.users.me()["name"])
