"""A receiver of webhooks behind an address, in each of the ways that it can be put there."""

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


def wsgi(receiver: Receiver) -> Any:
    return wsgi_app(receiver)


def in_flask(receiver: Receiver) -> Any:
    app = flask.Flask("hooks")
    app.add_url_rule("/hooks/<key>", view_func=flask_view(receiver))
    return app


def in_django(receiver: Receiver) -> Any:
    if not settings.configured:
        settings.configure(
            ROOT_URLCONF=URLS,
            ALLOWED_HOSTS=["*"],
            SECRET_KEY="of the test",
            MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
        )
        django.setup()
    URLS.urlpatterns = [path("hooks/<str:key>", django_view(receiver))]
    clear_url_caches()
    return WSGIHandler()


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application on a free port; give the address that hooks are below."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/hooks"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
