"""Webhooks: addresses that Asana tells of changes."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .._call.parts import NONE
from .._call.paths import path, route, segment
from .._call.values import plain, read_once
from .._http.request import check_settings, dump, join
from ..error import (
    AsanaError,
    DuplicateWebhookError,
    ForbiddenError,
    InvalidRequestError,
    InvalidResponseError,
    NotFoundError,
    UnknownOutcomeError,
    WebhookHandshakeError,
)
from ..page_iterator import ItemIterator
from ..records import Record, gid_of, member
from ..stores import SecretStore
from ..webhook import Receiver, check_key, key_of
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.webhooks import (
        CreateWebhook,
        CreateWebhookOptions,
        GetWebhooks,
        GetWebhooksOptions,
        UpdateWebhook,
        UpdateWebhookOptions,
        Webhook,
        WebhookFilter,
        WebhookOptions,
    )

__all__ = ["Webhooks"]


# How Asana words these two refusals.
DUPLICATE = re.compile(r"\bduplicated? webhook", re.IGNORECASE)
NO_HANDSHAKE = re.compile(r"\bremote server\b.*\bwebhook\b|\bhandshake\b", re.IGNORECASE)


class Webhooks(Resource):
    """Webhooks: addresses that Asana tells of changes."""

    def get_webhooks(
        self, params: GetWebhooks = NONE, **options: Unpack[GetWebhooksOptions]
    ) -> ItemIterator[Webhook]:
        """List the complete records of the app's webhooks for the user in a ``workspace``.

        ``workspace`` is required; ``resource`` keeps those on one object.

        GET /webhooks   (scope webhooks:read)
        """
        return self.client.get_collection(route("/webhooks"), params or {}, **options)

    def create_webhook(
        self, params: CreateWebhook = NONE, **options: Unpack[CreateWebhookOptions]
    ) -> Webhook:
        """Create a webhook and return its complete record.

        ``resource`` and ``target``, an address, are required. During the call Asana sends the
        target an ``X-Hook-Secret``, which it must send back within 10 seconds;
        ``full_payload=True`` returns the secret too. ``filters`` are required on a workspace, team
        or portfolio.

        POST /webhooks   (scope webhooks:write)
        """
        return self.client.post(route("/webhooks"), params or {}, **options)

    def get_webhook(
        self, webhook_gid: str, params: Params = None, **options: Unpack[WebhookOptions]
    ) -> Webhook:
        """Return the complete record of one webhook.

        GET /webhooks/{webhook_gid}   (scope webhooks:read)
        """
        return self.client.get(path("/webhooks/{}", webhook_gid), params or {}, **options)

    def update_webhook(
        self,
        webhook_gid: str,
        params: UpdateWebhook = NONE,
        **options: Unpack[UpdateWebhookOptions],
    ) -> Webhook:
        """Replace all ``filters`` of a webhook and return its complete record.

        PUT /webhooks/{webhook_gid}   (scope webhooks:write)
        """
        return self.client.put(path("/webhooks/{}", webhook_gid), params or {}, **options)

    def delete_webhook(
        self, webhook_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a webhook for good; returns nothing.

        A delivery that is on its way may still arrive.

        DELETE /webhooks/{webhook_gid}   (scope webhooks:delete)
        """
        return self.client.delete(path("/webhooks/{}", webhook_gid), params or {}, **options)

    def establish(
        self,
        resource: str,
        target: str,
        filters: Iterable[WebhookFilter] | None = None,
        *,
        receiver: Receiver,
        key: str | None = None,
        replace: bool = False,
        **options: Any,
    ) -> Webhook:
        """Make sure that there is a webhook whose secret the receiver has; return its record.

        Call it when your service starts, and again whenever Asana may have deleted the webhook,
        as it does after 24 hours without a good answer. One that is there is kept, and its
        ``filters`` are brought in line; one that is gone is made anew, with a new secret.

        While this waits, the handshake has to be answered in another thread or process, by a
        receiver with the same secrets. ``key`` is the webhook's key there, by default the last
        part of the target's path. ``WebhookHandshakeError`` tells that the handshake failed,
        ``DuplicateWebhookError`` that Asana has this webhook and the receiver lacks its secret.
        ``replace=True`` deletes one that is there and makes it anew. Where the secrets cannot be
        written, nothing is made or deleted. After an error no handshake is awaited. Call it in one
        process at a time.

        POST /webhooks   (scope webhooks:write)
        """
        target = plain(target)
        key = key_of(target) if key is None else key
        kept = _copied(filters)
        fields = {"resource": resource, "target": target, "filters": kept or []}
        options = read_once(options)
        self._check(fields, options, receiver, key)
        # Looked for first: while a handshake is awaited, whoever knows the address may be first.
        webhook = self._find(resource, target)
        if webhook is not None and not replace:
            if not receiver.secrets.get(key):
                raise DuplicateWebhookError(webhook=webhook)
            return self._filtered(webhook, kept)
        if webhook is not None:
            _check_store(receiver.secrets, key)
            with suppress(NotFoundError):
                self.delete_webhook(webhook["gid"])
        receiver.forget(key)
        receiver.expect(key)
        try:
            gid, made = self._made(fields, options, receiver.secrets, key)
            if made is not None:
                return made
            if gid is None:
                raise InvalidResponseError("Invalid Response: not a webhook")
            self.delete_webhook(gid)  # somebody else knows the address
            raise WebhookHandshakeError()
        except AsanaError as error:
            return self._settled(error, fields, receiver, key)
        except BaseException:
            receiver.secrets.swap(key, "", None)
            raise

    def _check(self, fields: Record, options: Record, receiver: Any, key: Any) -> None:
        """Refuse now what would be refused when the old webhook is gone."""
        segment(fields["resource"])
        check_key(key)
        if not all(hasattr(receiver, name) for name in ("secrets", "expect", "forget")):
            raise TypeError(
                f"a receiver is an asana.webhook.Receiver, not {type(receiver).__name__}"
            )
        _, parts = self.client._written("/webhooks", fields, {**options})
        dump(parts["data"])
        join("", "/webhooks", parts.get("params") or {})
        check_settings(parts)

    def _made(
        self, fields: Record, options: Record, secrets: SecretStore, key: str
    ) -> tuple[str | None, Webhook | None]:
        """Make a webhook; return its gid, and its record if its secret is the one that came.

        Nothing is raised here once the answer has come: a traceback would hold the secret.
        """
        answer = self.client.post(route("/webhooks"), fields, **{**options, "full_payload": True})
        webhook, told = answer["data"], answer.get("X-Hook-Secret")
        gid = _gid_or_none(webhook)
        if gid is None or not isinstance(told, str | None):
            return None, None
        return gid, webhook if told is None or _are_equal(told, secrets.get(key)) else None

    def _settled(self, error: AsanaError, fields: Record, receiver: Receiver, key: str) -> Webhook:
        """Return the webhook that is there after all, or raise what says what to do."""
        try:
            webhook = self._find(fields["resource"], fields["target"])
        except AsanaError:
            webhook = None  # the first error tells more
        if webhook is not None and receiver.secrets.get(key):
            return webhook  # made by this call after all, or by another process meanwhile
        if isinstance(error, UnknownOutcomeError | InvalidResponseError):
            # It may still come to be: a secret that has arrived is kept for the next call.
            receiver.secrets.swap(key, "", None)
        else:
            receiver.forget(key)
        raise _explained(error, webhook) from None

    def _find(self, resource: str, target: str) -> Webhook | None:
        """Return the webhook on a resource with a target; Asana lists them by workspace."""
        for workspace in self.client.get_collection(route("/workspaces"), {}, fields=["gid"]):
            for webhook in self.get_webhooks(workspace=gid_of(workspace), resource=resource):
                if member(webhook, "target").rstrip("/") == target.rstrip("/"):
                    gid_of(webhook)
                    return webhook
        return None

    def _filtered(self, webhook: Webhook, filters: list[WebhookFilter] | None) -> Webhook:
        """Give a webhook other filters, if they are others."""
        if filters is None or webhook.get("filters") == filters:
            return webhook
        updated = self.update_webhook(webhook["gid"], filters=filters)
        gid_of(updated)
        return updated

    # -- python-asana 0.x names

    create = classic(create_webhook, gids.no_gid)
    """Create a webhook and return its complete record."""
    delete_by_id = classic(delete_webhook, gids.webhook)
    """Delete a webhook for good; returns nothing."""
    get_all = classic(get_webhooks, gids.no_gid)
    """List the complete records of the app's webhooks for the user in a ``workspace``."""
    get_by_id = classic(get_webhook, gids.webhook)
    """Return the complete record of one webhook."""


def _explained(error: AsanaError, webhook: Webhook | None) -> AsanaError:
    """Return a refusal as the error that says what to do; any other as it is."""
    explained: AsanaError = error
    if isinstance(error, ForbiddenError) and DUPLICATE.search(str(error)):
        explained = DuplicateWebhookError(error.response, webhook)
    elif isinstance(error, InvalidRequestError) and NO_HANDSHAKE.search(str(error)):
        explained = WebhookHandshakeError(error.response)
    explained.method, explained.path = error.method, error.path
    return explained


def _copied(filters: Any) -> Any:
    """Return filters as JSON has them: they are compared, and then sent.

    :raises TypeError: they are no list of dictionaries
    :raises ValueError: they have no form in JSON
    """
    if filters is None:
        return None
    if isinstance(filters, str | bytes | Mapping) or not isinstance(filters, Iterable):
        raise TypeError(f"filters is a list of dictionaries, not {type(filters).__name__}")
    found: list[Record] = json.loads(dump({"fields": {"filters": [*filters]}}))["fields"]["filters"]
    return found


def _check_store(secrets: SecretStore, key: str) -> None:
    """Write to a store what it holds already, so that one that cannot be written fails now."""
    kept = secrets.get(key)
    if kept:
        written = secrets.swap(key, kept, kept)
    else:
        written = secrets.swap(key, kept, "") and secrets.swap(key, "", None)
    if not written:
        raise OSError("the store of secrets does not take what is written to it")


def _gid_or_none(record: Any) -> str | None:
    try:
        return gid_of(record)
    except InvalidResponseError:
        return None


def _are_equal(told: str, kept: str | None) -> bool:
    """Compare two secrets in constant time."""
    one, other = (text.encode(errors="surrogatepass") for text in (told, kept or ""))
    return hmac.compare_digest(one, other)
