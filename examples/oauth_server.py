"""A web app with "Sign in with Asana": oauth_server.py [--port 8000]

It shows your name and your tasks. Your app needs the redirect URL http://localhost:8000/callback.
Without an app, it uses a sandbox, see oauth_app.py.
"""

import argparse
import logging
import secrets
from functools import partial
from typing import Any

from flask import Flask, Response, redirect, render_template_string, request
from oauth_app import register
from werkzeug.wrappers import Response as AnyResponse

import asana
from asana.types.compact import TaskCompact

COOKIE = "visit"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign in with Asana</title>
<h1>{{ "Hello, " + me.name if me else "Hello" }}</h1>
{% if problem %}<p role="alert">{{ problem }}</p>{% endif %}
{% if me %}
<ul>{% for task in tasks %}<li>{{ task.name }}{% endfor %}</ul>
<form method="post" action="/logout"><button>Log out</button></form>
{% else %}
<form method="post" action="/login"><button>Sign in with Asana</button></form>
{% endif %}
"""

app = Flask(__name__)

# The browser has only a random session id; its state, and later its token, stay on the server.
# A real app uses a database instead of this dictionary, and expires sessions.
VISITS: dict[str, dict[str, Any]] = {}


@app.get("/")
def home() -> AnyResponse:
    known = visit()
    if "token" not in known:
        return page()
    client = connect(known)
    try:
        me = client.users.me()
        return page(me=me, tasks=tasks_of(client, me["workspaces"][0]["gid"]))
    except (asana.error.OAuthGrantError, asana.error.NoAuthorizationError):
        return end(page("Asana does not accept this sign-in any more."))


def tasks_of(client: asana.Client, workspace_gid: str) -> list[TaskCompact]:
    mine = client.tasks.get_tasks(
        assignee="me",
        workspace=workspace_gid,
        completed_since="now",
        fields=["name"],
        item_limit=20,
    )
    return list(mine)


@app.post("/login")
def login() -> AnyResponse:
    session: Any = connect({}).session
    url, state = session.authorization_url()
    return begin(redirect(url), state=state)


@app.get("/callback")
def callback() -> AnyResponse:
    # A state is valid once: a forged link, or one that is used again, has none in the session.
    state = visit().pop("state", None)
    if state is None:
        return page("This sign-in was not started here: sign in again.", 400)
    session: Any = connect({}).session
    try:
        token = session.fetch_token(authorization_response=request.url, state=state)
    except asana.error.OAuthDeniedError:
        return page("You did not allow access.")
    except asana.error.OAuthError as error:
        return page(str(error), 400)
    return begin(redirect("/"), token=token)


@app.post("/logout")
def logout() -> AnyResponse:
    known = visit()
    if "token" in known:
        session: Any = connect(known).session
        try:
            session.revoke()
        except asana.error.OAuthError as error:
            return end(page(f"You are logged out here, but not at Asana. {error}"))
    return end(redirect("/"))


def connect(known: dict[str, Any]) -> asana.Client:
    """Yield a client for the visitor; store refreshed tokens."""
    return asana.Client.oauth(
        **app.config["ASANA"],
        token=known.get("token"),
        token_updater=partial(known.__setitem__, "token"),
    )


def visit() -> dict[str, Any]:
    """Return the session of the browser."""
    return VISITS.get(request.cookies.get(COOKIE, ""), {})


def begin(response: AnyResponse, **known: Any) -> AnyResponse:
    """Change the session id on sign-in, to prevent session fixation."""
    VISITS.pop(request.cookies.get(COOKIE, ""), None)
    name = secrets.token_urlsafe(32)
    VISITS[name] = known
    response.set_cookie(COOKIE, name, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def end(response: AnyResponse) -> AnyResponse:
    """Delete the session of the browser."""
    VISITS.pop(request.cookies.get(COOKIE, ""), None)
    response.delete_cookie(COOKIE)
    return response


def page(problem: str = "", status: int = 200, **shown: Any) -> AnyResponse:
    response = Response(render_template_string(PAGE, problem=problem, **shown), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def main() -> None:
    parser = argparse.ArgumentParser(description='A web app with "Sign in with Asana".')
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    with register(f"http://localhost:{port}/callback") as settings:
        app.config["ASANA"] = settings
        # Flask's own log contains the URLs, and that of the callback contains the code.
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        print(f"Open http://localhost:{port}/ in a browser; press Ctrl-C to stop", flush=True)
        app.run("127.0.0.1", port)


if __name__ == "__main__":
    main()
