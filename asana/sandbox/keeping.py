"""Keeping the state of a sandbox: how it began and going back to that, dumping it, loading it."""

import base64
import binascii
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asana.sandbox import data_files, dumping, written
from asana.sandbox.data_files import Data, DataError, wrong
from asana.sandbox.demo import add_service_account, populate
from asana.sandbox.schema import TYPES
from asana.sandbox.services import Services
from asana.sandbox.state import Record, Store

_SERVICE_GID = "1100000000000000"  # which no record has


@dataclass(frozen=True)
class Start:
    """What a store was filled with: the main user, two tokens, and the attachments' contents."""

    user: Record
    token: str
    service_token: str
    files: dict[str, bytes]


def begin(store: Store, data: Data | None, token: str | None) -> Start:
    """Fill an empty store with the demo, or with data."""
    if data is None:
        user = populate(store)
        service_token = add_service_account(store)
        if token:
            store.tokens[token] = user
        return Start(user, store.token_for(user), service_token, {})
    user, files = fill(store, data)
    start = Start(user, token or user.get("token") or _new_token(user), _new_token(user), files)
    hand_out(store, user, start.token, start.service_token)
    return start


def fill(store: Store, data: Data) -> tuple[Record, dict[str, bytes]]:
    """Let a store hold what data say; the main user, and the contents of attachments."""
    given, source = data_files.read(data)
    fresh = Store(store.clock)  # so that bad data leave everything as it was
    files: dict[str, bytes] = {}
    try:
        if dumping.is_dump(given):
            files = _files(given.get("files", {}))
            user = dumping.restore(fresh, given)
        else:
            user = written.build(fresh, given)
    except DataError as error:
        raise DataError(f"{source}{error}") from error
    store.replace(fresh.records(), fresh.next_gid)
    return user, files


def hand_out(store: Store, user: Record, token: str, service_token: str) -> None:
    """Tokens for the main user, the service account, and the users that bring their own."""
    store.tokens.clear()
    store.tokens[token] = user
    workspaces = sorted(store.all("workspace"), key=lambda each: not each["is_organization"])
    if workspaces:
        values = {"name": "Service account", "email": "", "serves": workspaces[0]}
        store.tokens[service_token] = Record(
            _SERVICE_GID, "user", TYPES["user"].defaults() | values
        )
    for each in store.all("user"):
        if each.get("token"):
            store.tokens[each["token"]] = each


def _new_token(user: Record) -> str:
    return f"2/{user.gid}/0:{secrets.token_hex(16)}"


class Beginning:
    """How a sandbox began, so that it can be so again within a millisecond or two."""

    def __init__(self, store: Store, services: Services, user: Record) -> None:
        self.user = user
        self.next_gid = store.next_gid
        self.tokens = dict(store.tokens)
        self.events = services.audit.events()
        self.files = services.storage.contents()
        self.records = [(record, _copy(record.values)) for record in store.records()]

    def restore(self, store: Store, services: Services) -> Record:
        """Let everything be as it was; the main user."""
        for record, values in self.records:
            record.values = _copy(values)
        store.replace((record for record, _ in self.records), self.next_gid)
        store.tokens.clear()
        store.tokens.update(self.tokens)
        forget(services, self.user)
        services.audit.replace(self.events)
        services.storage.restore(self.files)
        return self.user


def _copy(value: Any) -> Any:
    """Lists and mappings of its own, with the same records inside."""
    if isinstance(value, list):
        return [_copy(each) for each in value]
    if isinstance(value, dict):
        return {name: _copy(each) for name, each in value.items()}
    return value


def forget(services: Services, user: Record) -> None:
    """Drop everything that is about the records that there were."""
    services.paginator.forget()
    services.streams.forget()
    services.webhooks.forget()
    services.audit.replace([])
    services.deprecations.forget()
    services.oauth.forget(user)
    services.storage.clear()


def dump(store: Store, services: Services, user: Record) -> dict[str, Any]:
    """The state as JSON takes it."""
    contents = services.storage.contents()
    files = {name: base64.b64encode(bytes_).decode() for name, bytes_ in contents.items()}
    return dumping.dump(store, user, files)


def _files(given: Any) -> dict[str, bytes]:
    place: data_files.Place = ((), "files")
    if not isinstance(given, Mapping):
        raise wrong(place, "expected an object")
    files = {}
    for name, text in given.items():
        if not name.startswith("kept-") or "/" in name or "\\" in name:
            raise wrong((place, name), "expected a name as it was dumped")
        try:
            files[name] = base64.b64decode(text, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise wrong((place, name), "expected base64") from error
    return files
