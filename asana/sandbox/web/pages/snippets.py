"""Requests as commands to copy: curl for a shell, and Python with this library."""

import json
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

_VERBS = ("GET", "POST", "PUT", "DELETE")
_CLIENT = "import asana\n\nclient = asana.Client.access_token()\n"


def curl(method: str, path: str, query: Mapping[str, str], body: Any = None) -> str:
    """Return the curl command for a request; it takes the base URL and token from exports."""
    parts = ["curl"] if method == "GET" else ["curl", "-X", shlex.quote(method)]
    parts += ["-H", '"Authorization: Bearer $ASANA_ACCESS_TOKEN"']
    if _is_form(body):
        for name, value in body.items():
            parts += ["--data-urlencode", shlex.quote(f"{name}={value}")]
    elif body is not None:
        parts += ["-H", '"Content-Type: application/json"', "-d", shlex.quote(json.dumps(body))]
    address = path + (f"?{urlencode(query)}" if query else "")
    return " ".join([*parts, f'"$ASANA_BASE_URL"{shlex.quote(address)}'])


def python(method: str, path: str, query: Mapping[str, str], body: Any = None) -> str:
    """Return the Python code for a request; empty if the client has no such verb."""
    if method not in _VERBS:
        return ""
    given: Mapping[str, Any] = query
    options: Mapping[str, Any] = {}
    if isinstance(body, dict):
        given = body if _is_form(body) else body.get("data") or {}
        options = {} if _is_form(body) else body.get("options") or {}
    arguments = [repr(path), *([repr(dict(given))] if given else [])]
    arguments += [f"**{options!r}"] if options else []
    return f"{_CLIENT}print(client.{method.lower()}({', '.join(arguments)}))\n"


def task(gid: str) -> tuple[str, str]:
    """Return the curl command and the Python code that fetch a task."""
    lines = f"{_CLIENT}task = client.tasks.get_task({json.dumps(gid)})\n"
    return curl("GET", f"/tasks/{gid}", {}), lines


def _is_form(body: Any) -> bool:
    """Return whether a body was sent as a form, which has no envelope."""
    return isinstance(body, dict) and not body.keys() <= {"data", "options"}
