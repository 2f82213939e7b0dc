"""Requests of webhooks, and a receiver behind each kind of web app."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import django  # type: ignore[import-untyped]
import flask
from django.conf import settings  # type: ignore[import-untyped]
from django.core.handlers.wsgi import WSGIHandler  # type: ignore[import-untyped]
from django.urls import clear_url_caches, path  # type: ignore[import-untyped]
from werkzeug.serving import make_server

from asana.webhook import Receiver, django_view, flask_view, wsgi_app

URLS: Any = ModuleType("urls")

SECRET = "0123456789abcdef" * 4
BODY = b'{"events":[{"action":"changed","resource":{"gid":"1","resource_type":"task"}}]}'
# openssl dgst -sha256 -hmac $SECRET
SIGNATURE = "5ab283871a1d0258781a89822c575b3a230af0422aa61fe07a59c423f49f3aa8"


def signature(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-Hook-Signature": signature(body, secret)}


def in_flask(receiver: Receiver) -> Any:
    app = flask.Flask("hooks")
    app.add_url_rule("/hooks/<key>", view_func=flask_view(receiver))
    return app


def configure_django() -> None:
    """Configure Django, once per process; its server needs settings too."""
    if not settings.configured:
        settings.configure(
            ROOT_URLCONF=URLS,
            ALLOWED_HOSTS=["*"],
            SECRET_KEY="of the test",
            MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
        )
        django.setup()


def in_django(receiver: Receiver) -> Any:
    configure_django()
    URLS.urlpatterns = [path("hooks/<str:key>", django_view(receiver))]
    clear_url_caches()
    return WSGIHandler()


APPS = [wsgi_app, in_flask, in_django]


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application on a free port, and yield the base URL of the hooks."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/hooks"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
