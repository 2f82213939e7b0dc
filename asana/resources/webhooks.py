"""Webhooks: URLs that Asana notifies of changes."""

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


# Asana's messages for these two errors.
DUPLICATE = re.compile(r"\bduplicated? webhook", re.IGNORECASE)
NO_HANDSHAKE = re.compile(r"\bremote server\b.*\bwebhook\b|\bhandshake\b", re.IGNORECASE)


class Webhooks(Resource):
    """Webhooks: URLs that Asana notifies of changes."""

    def get_webhooks(
        self, params: GetWebhooks = NONE, **options: Unpack[GetWebhooksOptions]
    ) -> ItemIterator[Webhook]:
        """List the complete records of the app's webhooks for the user in a ``workspace``.

        ``workspace`` is required; ``resource`` limits the result to one object.

        GET /webhooks   (scope webhooks:read)
        """
        return self.client.get_collection(route("/webhooks"), params or {}, **options)

    def create_webhook(
        self, params: CreateWebhook = NONE, **options: Unpack[CreateWebhookOptions]
    ) -> Webhook:
        """Create a webhook and return its complete record.

        ``resource`` and ``target``, a URL, are required. During the call Asana sends an
        ``X-Hook-Secret`` to the target, which must return it within 10 seconds; with
        ``full_payload=True`` the result includes the secret. ``filters`` are required on a
        workspace, team or portfolio.

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
        """Delete a webhook permanently and return an empty dictionary.

        Deliveries in flight may still arrive.

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
        """Ensure that a webhook exists and the receiver has its secret; return its record.

        Call this when your service starts, and again whenever Asana may have deleted the webhook,
        as it does after 24 hours of failed deliveries. An existing webhook is kept, and its
        ``filters`` are updated if they differ; a missing one is created, with a new secret.

        During the call, the handshake must be answered in another thread or process, by a receiver
        that shares the secrets. ``key`` is the webhook's key there, by default the last segment of
        the target's path. Raises ``WebhookHandshakeError`` if the handshake failed, and
        ``DuplicateWebhookError`` if the webhook exists but the receiver lacks its secret.
        ``replace=True`` deletes an existing webhook and creates it again. If the secrets cannot be
        written, nothing is created or deleted. After an error no handshake is expected. Call this
        in one process at a time.

        POST /webhooks   (scope webhooks:write)
        """
        target = plain(target)
        key = key_of(target) if key is None else key
        kept = _copied(filters)
        fields = {"resource": resource, "target": target, "filters": kept or []}
        options = read_once(options)
        self._check(fields, options, receiver, key)
        # Look for it first: while a handshake is expected, anyone who knows the URL could answer
        # first.
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
            self.delete_webhook(gid)  # another sender knows the URL
            raise WebhookHandshakeError()
        except AsanaError as error:
            return self._settled(error, fields, receiver, key)
        except BaseException:
            receiver.secrets.swap(key, "", None)
            raise

    def _check(self, fields: Record, options: Record, receiver: Any, key: Any) -> None:
        """Reject invalid arguments before the old webhook is deleted."""
        segment(fields["resource"])
        check_key(key)
        if not all(hasattr(receiver, name) for name in ("secrets", "expect", "forget")):
            raise TypeError(
                f"receiver must be an asana.webhook.Receiver, not {type(receiver).__name__}"
            )
        _, parts = self.client._written("/webhooks", fields, {**options})
        dump(parts["data"])
        join("", "/webhooks", parts.get("params") or {})
        check_settings(parts)

    def _made(
        self, fields: Record, options: Record, secrets: SecretStore, key: str
    ) -> tuple[str | None, Webhook | None]:
        """Create a webhook; return its gid, and its record if the stored secret matches.

        Nothing is raised after the response has arrived: a traceback would contain the secret.
        """
        answer = self.client.post(route("/webhooks"), fields, **{**options, "full_payload": True})
        webhook, told = answer["data"], answer.get("X-Hook-Secret")
        gid = _gid_or_none(webhook)
        if gid is None or not isinstance(told, str | None):
            return None, None
        return gid, webhook if told is None or _are_equal(told, secrets.get(key)) else None

    def _settled(self, error: AsanaError, fields: Record, receiver: Receiver, key: str) -> Webhook:
        """Return the webhook that exists despite the error, or raise an actionable error."""
        try:
            webhook = self._find(fields["resource"], fields["target"])
        except AsanaError:
            webhook = None  # the first error says more
        if webhook is not None and receiver.secrets.get(key):
            return webhook  # created by this call after all, or by another process
        if isinstance(error, UnknownOutcomeError | InvalidResponseError):
            # It may still be created: keep a secret that has arrived for the next call.
            receiver.secrets.swap(key, "", None)
        else:
            receiver.forget(key)
        raise _explained(error, webhook) from None

    def _find(self, resource: str, target: str) -> Webhook | None:
        """Return the webhook on a resource with a target; Asana lists webhooks by workspace."""
        for workspace in self.client.get_collection(route("/workspaces"), {}, fields=["gid"]):
            for webhook in self.get_webhooks(workspace=gid_of(workspace), resource=resource):
                if member(webhook, "target").rstrip("/") == target.rstrip("/"):
                    gid_of(webhook)
                    return webhook
        return None

    def _filtered(self, webhook: Webhook, filters: list[WebhookFilter] | None) -> Webhook:
        """Update the filters of a webhook if they differ."""
        if filters is None or webhook.get("filters") == filters:
            return webhook
        updated = self.update_webhook(webhook["gid"], filters=filters)
        gid_of(updated)
        return updated

    # -- python-asana 0.x names

    create = classic(create_webhook, gids.no_gid)
    """Create a webhook and return its complete record."""
    delete_by_id = classic(delete_webhook, gids.webhook)
    """Delete a webhook permanently and return an empty dictionary."""
    get_all = classic(get_webhooks, gids.no_gid)
    """List the complete records of the app's webhooks for the user in a ``workspace``."""
    get_by_id = classic(get_webhook, gids.webhook)
    """Return the complete record of one webhook."""


def _explained(error: AsanaError, webhook: Webhook | None) -> AsanaError:
    """Return an actionable error for a webhook; return any other error unchanged."""
    explained: AsanaError = error
    if isinstance(error, ForbiddenError) and DUPLICATE.search(str(error)):
        explained = DuplicateWebhookError(error.response, webhook)
    elif isinstance(error, InvalidRequestError) and NO_HANDSHAKE.search(str(error)):
        explained = WebhookHandshakeError(error.response)
    explained.method, explained.path = error.method, error.path
    return explained


def _copied(filters: Any) -> Any:
    """Return filters in JSON form, for the comparison and for the request.

    :raises TypeError: they are not a list of dictionaries
    :raises ValueError: they cannot be represented in JSON
    """
    if filters is None:
        return None
    if isinstance(filters, str | bytes | Mapping) or not isinstance(filters, Iterable):
        raise TypeError(f"filters must be a list of dictionaries, not {type(filters).__name__}")
    found: list[Record] = json.loads(dump({"fields": {"filters": [*filters]}}))["fields"]["filters"]
    return found


def _check_store(secrets: SecretStore, key: str) -> None:
    """Write the current secret back, so that a store that cannot be written fails now."""
    kept = secrets.get(key)
    if kept:
        written = secrets.swap(key, kept, kept)
    else:
        written = secrets.swap(key, kept, "") and secrets.swap(key, "", None)
    if not written:
        raise OSError("the secret store rejects writes")


def _gid_or_none(record: Any) -> str | None:
    try:
        return gid_of(record)
    except InvalidResponseError:
        return None


def _are_equal(told: str, kept: str | None) -> bool:
    """Compare two secrets in constant time."""
    one, other = (text.encode(errors="surrogatepass") for text in (told, kept or ""))
    return hmac.compare_digest(one, other)
