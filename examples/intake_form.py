"""A web form that creates tasks: intake_form.py [PROJECT] [--port 8000]

The form shows the options of a custom field of the project, and the text can be Markdown. Sending
a form twice creates one task, because each form has an id.
"""

import argparse
import secrets
from typing import Any

from account import connect
from flask import Flask, render_template_string, request

import asana
from asana import rich_text

FIELD = "Form id"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Ask us</title>
{% if url %}<p>Thank you: <a href="{{ url }}">your request</a></p>{% else %}
<form method="post">
<input type="hidden" name="id" value="{{ id }}">
<p><label>What is it about? <input name="title" required></label>
<p><label>How urgent is it? <select name="priority">
{% for option in options %}<option>{{ option }}{% endfor %}</select></label>
<p><label>Details (Markdown) <textarea name="details"></textarea></label>
<p><button>Send</button>
</form>{% endif %}
"""


def make_app(client: asana.Client, project_name: str) -> Flask:
    """Return the web app."""
    app = Flask(__name__)
    workspace_gid = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.named(workspace_gid, project_name)
    section = client.sections.ensure(project["gid"], "Requests")
    add_field(client, workspace_gid, project["gid"])
    fields = client.custom_fields.of(project["gid"])

    @app.get("/")
    def form() -> str:
        options = [option["name"] for option in fields["Priority"]["enum_options"]]
        return render_template_string(PAGE, options=options, id=secrets.token_hex(8))

    @app.post("/")
    def send() -> str:
        index = client.tasks.index(project["gid"], field=FIELD)
        values = fields.values({"Priority": request.form["priority"], FIELD: request.form["id"]})
        task, _ = client.tasks.upsert(
            {
                "name": request.form["title"],
                "html_notes": rich_text.from_markdown(request.form["details"], to="task"),
                "custom_fields": values,
                "memberships": [{"project": project["gid"], "section": section["gid"]}],
            },
            by=index,
        )
        return render_template_string(PAGE, url=task["permalink_url"])

    return app


def add_field(client: asana.Client, workspace_gid: str, project_gid: str) -> None:
    """Add a custom field for the ids of forms to the project, unless it has one."""
    if FIELD not in client.custom_fields.of(project_gid):
        field = client.custom_fields.ensure(workspace_gid, FIELD, resource_subtype="text")
        client.projects.add_custom_field_setting_for_project(project_gid, custom_field=field["gid"])


def main() -> None:
    parser = argparse.ArgumentParser(description="A web form that creates tasks.")
    parser.add_argument("project", nargs="?", default="Open Pier Street")
    parser.add_argument("--port", type=int, default=8000)
    options: Any = parser.parse_args()
    with connect() as client:
        make_app(client, options.project).run("127.0.0.1", options.port)


if __name__ == "__main__":
    main()
