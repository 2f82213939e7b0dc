"""Fill a store with the demo data, a data file, or a dump."""

import secrets
from dataclasses import dataclass

from asana.sandbox.data import dumping, files, written
from asana.sandbox.data.demo import populate
from asana.sandbox.data.files import Data
from asana.sandbox.data.problems import DataError
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Store

_SERVICE_GID = "1100000000000000"  # not used by any record


@dataclass(frozen=True)
class Start:
    """The content of a filled store: the main user, two tokens, and the contents of attachments."""

    user: Record
    token: str
    service_token: str
    files: dict[str, bytes]


def begin(store: Store, data: Data | None, token: str | None) -> Start:
    """Fill an empty store with data, by default with the demo data."""
    if data is None:
        user = populate(store)
        (organization,) = (each for each in store.all("workspace") if each["is_organization"])
        service_token = store.token_for(_service_account(store.new_gid(), organization))
        if token:
            store.tokens[token] = user
        return Start(user, store.token_for(user), service_token, {})
    user, contents = fill(store, data)
    start = Start(user, token or user.get("token") or _new_token(user), _new_token(user), contents)
    hand_out(store, user, start.token, start.service_token)
    return start


def fill(store: Store, data: Data) -> tuple[Record, dict[str, bytes]]:
    """Replace the records with data; return the main user, and the contents of attachments."""
    given, source = files.read(data)
    fresh = Store(store.clock)  # so that invalid data leave the state unchanged
    contents: dict[str, bytes] = {}
    try:
        if dumping.is_dump(given):
            contents = dumping.decoded(given.get("files", {}))
            user = dumping.restore(fresh, given)
        else:
            user = written.build(fresh, given)
    except DataError as error:
        raise DataError(f"{source}{error}") from error
    store.replace(fresh.records(), fresh.next_gid)
    return user, contents


def hand_out(store: Store, user: Record, token: str, service_token: str) -> None:
    """Set the tokens of the main user, the service account, and the users with their own."""
    store.tokens.clear()
    store.tokens[token] = user
    workspaces = sorted(store.all("workspace"), key=lambda each: not each["is_organization"])
    if workspaces:
        store.tokens[service_token] = _service_account(_SERVICE_GID, workspaces[0])
    for each in store.all("user"):
        if each.get("token"):
            store.tokens[each["token"]] = each


def _service_account(gid: str, workspace: Record) -> Record:
    """Return an account that sees a whole workspace, but is not a user in the store."""
    values = {"name": "Service account", "email": "", "serves": workspace}
    return Record(gid, "user", TYPES["user"].defaults() | values)


def _new_token(user: Record) -> str:
    return f"2/{user.gid}/0:{secrets.token_hex(16)}"
