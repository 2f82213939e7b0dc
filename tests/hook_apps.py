"""Receivers for web servers in processes of their own, which note in a file what they take."""

import os
from typing import Any

from asana.webhook import Receiver, asgi_app, wsgi_app
from tests.hook_server import in_django, in_flask


def note(key: str, events: list[Any]) -> None:
    with open(os.environ["HOOK_EVENTS"], "a", encoding="utf-8") as file:
        file.write(f"{key} {len(events)}\n")


def receiver() -> Receiver:
    return Receiver(os.environ["HOOK_SECRETS"], note, window=1e-9)


def plain() -> Any:
    return wsgi_app(receiver())


def asgi() -> Any:
    return asgi_app(receiver())


def flask() -> Any:
    return in_flask(receiver())


def django() -> Any:
    return in_django(receiver())


def fastapi() -> Any:
    from fastapi import FastAPI

    app = FastAPI()
    app.mount("/hooks", asgi_app(receiver()))
    return app
