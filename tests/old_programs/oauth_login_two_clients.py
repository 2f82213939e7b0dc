"""A web app's sign-in with OAuth: one client creates the URL, another one redeems the code."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

from _server import Server

import asana

server = Server(
    (200, {"access_token": "a1", "token_type": "bearer", "expires_in": 3600,
           "refresh_token": "r1", "data": {"id": "1", "name": "Rosa", "email": "r@example.com"}}),
    {"gid": "1", "name": "Rosa"},
)  # fmt: skip
# The stand-in for Asana's OAuth pages.
asana.session.AsanaOAuth2Session.authorize_url = server.url + "/-/oauth_authorize"
asana.session.AsanaOAuth2Session.token_url = server.url + "/-/oauth_token"


def make_client(**kwargs):
    client = asana.Client.oauth(
        client_id="753482910",
        client_secret="6572195638271537892521",
        redirect_uri="https://yourapp.example/auth/asana/callback",
        **kwargs,
    )
    client.options["base_url"] = server.url + "/api/1.0"
    return client


def login(session):
    client = make_client()
    print("authorized:", client.session.authorized)
    url, state = client.session.authorization_url()
    session["state"] = state
    return url


def callback(session, params):
    if session.pop("state") != params["state"]:
        raise ValueError("state mismatch, possible CSRF attack")
    client = make_client()
    session["token"] = client.session.fetch_token(code=params["code"])
    return client


browser_session = {}
url = login(browser_session)
query = parse_qs(urlsplit(url).query)
print(urlsplit(url).path, query["client_id"], query["response_type"], query["redirect_uri"])
print(query["state"] == [browser_session["state"]], len(browser_session["state"]) >= 30)

client = callback(browser_session, {"code": "the-code", "state": query["state"][0]})
form = dict(parse_qsl(server.requests[0].body.decode("utf-8")))
print(server.requests[0].method, server.requests[0].path, form["grant_type"], form["code"])
print(form["redirect_uri"])
token = browser_session["token"]
print(token["access_token"], token["refresh_token"], token["data"]["email"])
print(client.session.authorized, client.session.token["access_token"])

print(make_client(token=token).users.me()["name"])
print(server.requests[-1].path, server.requests[-1].headers["Authorization"])
