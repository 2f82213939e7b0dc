"""Receive a project's webhook: webhook_server.py PROJECT_GID --target https://…/hooks/KEY

It listens on --port; your proxy or tunnel forwards the target to it. Choose a KEY that is hard to
guess. Without a project, it creates one, in a sandbox unless ASANA_ACCESS_TOKEN is set, changes it,
and stops.
"""

import argparse
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from account import connect
from flask import Flask
from werkzeug.serving import make_server

import asana
from asana.types.events import Event
from asana.webhook import Receiver, flask_view

TASKS = ("Grind", "Brew", "Pour")


def main() -> None:
    parser = argparse.ArgumentParser(description="Receive a project's webhook.")
    parser.add_argument("project_gid", nargs="?")
    parser.add_argument("--target", help="the URL that Asana calls")
    parser.add_argument(
        "--port", type=int, default=0, help="the port to listen on (by default a free one)"
    )
    parser.add_argument(
        "--secrets", default="webhook_secrets.json", help="the file for the secrets"
    )
    options = parser.parse_args()
    with connect() as client:
        if options.project_gid:
            receiver = Receiver(options.secrets)
            with serving(receiver, options.port) as address:
                watch(client, options.project_gid, options.target or f"{address}/demo", receiver)
        else:
            receiver = Receiver({})
            with serving(receiver, options.port) as address:
                target = options.target or f"{address}/{secrets.token_urlsafe()}"
                demonstrate(client, target, receiver)


@contextmanager
def serving(receiver: Receiver, port: int) -> Iterator[str]:
    """Serve the receiver in a thread, as your web server does; yield the base of target URLs."""
    app = Flask(__name__)
    app.add_url_rule("/hooks/<key>", view_func=flask_view(receiver))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/hooks"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def watch(client: asana.Client, project_gid: str, target: str, receiver: Receiver) -> None:
    """Print events until Ctrl-C."""
    webhook = client.webhooks.establish(project_gid, target, receiver=receiver)
    print(f"Webhook {webhook['gid']} calls {target}")
    try:
        while delivery := receiver.get():
            for event in delivery.events:
                print(describe(event))
    except KeyboardInterrupt:
        print("The webhook is kept; the next run continues with it")


def demonstrate(client: asana.Client, target: str, receiver: Receiver) -> None:
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.create_project({"workspace": workspace, "name": "Watched"})
    try:
        webhook = client.webhooks.establish(
            project["gid"], target, [{"resource_type": "task"}], receiver=receiver
        )
        print("The webhook is established: its target completed the handshake")
        waiting = {
            client.tasks.create_task({"projects": [project["gid"]], "name": name})["gid"]
            for name in TASKS
        }
        while waiting and (delivery := receiver.get(timeout=60)):
            for event in delivery.events:
                print(describe(event))
                waiting.discard(event["resource"]["gid"])
        print("Every delivery was signed by Asana")
        client.webhooks.delete_webhook(webhook["gid"])
    finally:
        client.projects.delete_project(project["gid"])


def describe(event: Event) -> str:
    resource, parent = event["resource"], event.get("parent")
    place = f" to {parent['resource_type']} {parent['gid']}" if parent else ""
    return f"  {event['action']:8} {resource['resource_type']} {resource['gid']}{place}"


if __name__ == "__main__":
    main()
