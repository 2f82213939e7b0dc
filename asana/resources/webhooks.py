"""Webhooks: addresses that Asana tells of changes."""

import hmac
import re
from collections.abc import Iterable
from typing import Any

from .._call.paths import path
from .._call.values import plain
from ..error import (
    AsanaError,
    DuplicateWebhookError,
    ForbiddenError,
    InvalidRequestError,
    UnknownOutcomeError,
    WebhookHandshakeError,
)
from ..page_iterator import ItemIterator
from ..records import Record
from ..webhook import Receiver, key_of
from .resource import Params, Resource, classic

__all__ = ["Webhooks"]


# How Asana words these two refusals.
DUPLICATE = re.compile(r"\bduplicated? webhook", re.IGNORECASE)
NO_HANDSHAKE = re.compile(r"\bremote server\b.*\bwebhook\b|\bhandshake\b", re.IGNORECASE)


class Webhooks(Resource):
    """Webhooks: addresses that Asana tells of changes."""

    def get_webhooks(self, params: Params = None, **options: Any) -> ItemIterator:
        """List the complete records of the app's webhooks for the user in a ``workspace``.

        ``workspace`` is required; ``resource`` keeps those on one object.

        GET /webhooks   (scope webhooks:read)
        """
        return self.client.get_collection("/webhooks", params or {}, **options)

    def create_webhook(self, params: Params = None, **options: Any) -> Record:
        """Create a webhook and return its complete record.

        ``resource`` and ``target``, an address, are required. During the call Asana sends the
        target an ``X-Hook-Secret``, which it must send back within 10 seconds;
        ``full_payload=True`` returns the secret too. ``filters`` are required on a workspace, team
        or portfolio.

        POST /webhooks   (scope webhooks:write)
        """
        return self.client.post("/webhooks", params or {}, **options)

    def get_webhook(self, webhook_gid: str, params: Params = None, **options: Any) -> Record:
        """Return the complete record of one webhook.

        GET /webhooks/{webhook_gid}   (scope webhooks:read)
        """
        return self.client.get(path("/webhooks/{}", webhook_gid), params or {}, **options)

    def update_webhook(self, webhook_gid: str, params: Params = None, **options: Any) -> Record:
        """Replace all ``filters`` of a webhook and return its complete record.

        PUT /webhooks/{webhook_gid}   (scope webhooks:write)
        """
        return self.client.put(path("/webhooks/{}", webhook_gid), params or {}, **options)

    def delete_webhook(self, webhook_gid: str, params: Params = None, **options: Any) -> Record:
        """Delete a webhook for good; returns nothing.

        A delivery that is on its way may still arrive.

        DELETE /webhooks/{webhook_gid}   (scope webhooks:delete)
        """
        return self.client.delete(path("/webhooks/{}", webhook_gid), params or {}, **options)

    def establish(
        self,
        resource: str,
        target: str,
        filters: Iterable[Record] | None = None,
        *,
        receiver: Receiver,
        key: str | None = None,
        replace: bool = False,
        **options: Any,
    ) -> Record:
        """Make sure that there is a webhook whose secret the receiver has; return its record.

        Call it when your service starts, and again whenever Asana may have deleted the webhook,
        as it does after 24 hours without a good answer. One that is there is kept, and its
        ``filters`` are brought in line; one that is gone is made anew, with a new secret.

        While this waits, the handshake has to be answered in another thread or process, by a
        receiver with the same secrets. ``key`` is the webhook's key there, by default the last
        part of the target's path. ``WebhookHandshakeError`` tells that the handshake failed,
        ``DuplicateWebhookError`` that Asana has this webhook and the receiver lacks its secret.
        ``replace=True`` deletes one that is there and makes it anew. After an error no handshake
        is awaited. Call it in one process at a time.

        POST /webhooks   (scope webhooks:write)
        """
        target = plain(target)
        key = key_of(target) if key is None else key
        filters = None if filters is None else list(filters)  # compared, and then sent
        # Looked for first: while a handshake is awaited, whoever knows the address may be first.
        webhook = self._find(resource, target)
        if webhook is not None and not replace:
            if not receiver.secrets.get(key):
                raise DuplicateWebhookError(webhook=webhook)
            return self._filtered(webhook, filters)
        if webhook is not None:
            self.delete_webhook(webhook["gid"])
        receiver.forget(key)
        receiver.expect(key)
        fields = {"resource": resource, "target": target, "filters": filters or []}
        try:
            answer = self.create_webhook(fields, **{**options, "full_payload": True})
            return self._confirmed(answer, receiver.secrets.get(key))
        except AsanaError as error:
            return self._settled(error, fields, receiver, key)
        except BaseException:
            receiver.secrets.swap(key, "", None)
            raise

    def _confirmed(self, answer: Record, kept: str | None) -> Record:
        """Refuse a secret that did not come from Asana: somebody else knows the address."""
        webhook: Record = answer["data"]
        told = answer.get("X-Hook-Secret")
        if told is not None and not hmac.compare_digest(str(told).encode(), (kept or "").encode()):
            self.delete_webhook(webhook["gid"])
            raise WebhookHandshakeError()
        return webhook

    def _settled(self, error: AsanaError, fields: Record, receiver: Receiver, key: str) -> Record:
        """Return the webhook that is there after all, or raise what says what to do."""
        try:
            webhook = self._find(fields["resource"], fields["target"])
        except AsanaError:
            webhook = None  # the first error tells more
        kept = receiver.secrets.get(key)
        if webhook is not None and kept:
            return webhook  # made by this call after all, or by another process meanwhile
        if not isinstance(error, UnknownOutcomeError):
            receiver.forget(key)
        else:
            # It may still come to be: a secret that has arrived is kept for the next call.
            receiver.secrets.swap(key, "", None)
            _without_secret(error)
        raise _explained(error, webhook) from None

    def _find(self, resource: str, target: str) -> Record | None:
        """Return the webhook on a resource with a target; Asana lists them by workspace."""
        for workspace in self.client.get_collection("/workspaces", {}, fields=["gid"]):
            for webhook in self.get_webhooks(workspace=workspace["gid"], resource=resource):
                if webhook["target"].rstrip("/") == target.rstrip("/"):
                    return webhook
        return None

    def _filtered(self, webhook: Record, filters: list[Record] | None) -> Record:
        """Give a webhook other filters, if they are others."""
        if filters is None or webhook.get("filters") == filters:
            return webhook
        return self.update_webhook(webhook["gid"], filters=filters)

    # -- python-asana 0.x names

    create = classic(create_webhook)
    delete_by_id = classic(delete_webhook, "webhook")
    get_all = classic(get_webhooks)
    get_by_id = classic(get_webhook, "webhook")


def _explained(error: AsanaError, webhook: Record | None) -> AsanaError:
    """Return a refusal as the error that says what to do; any other as it is."""
    explained: AsanaError = error
    if isinstance(error, ForbiddenError) and DUPLICATE.search(str(error)):
        explained = DuplicateWebhookError(error.response, webhook)
    elif isinstance(error, InvalidRequestError) and NO_HANDSHAKE.search(str(error)):
        explained = WebhookHandshakeError(error.response)
    explained.method, explained.path = error.method, error.path
    return explained


def _without_secret(error: UnknownOutcomeError) -> None:
    """Drop the answer from an error: what makes no sense of it may still hold the secret."""
    error.response = None
    if isinstance(error.cause, AsanaError):
        error.cause.response = None
