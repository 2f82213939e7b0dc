"""Webhooks: URLs that Asana notifies of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import NamedResource
    from .fields import WebhookField

__all__ = [
    "CreateWebhook",
    "CreateWebhookOptions",
    "GetWebhooks",
    "GetWebhooksOptions",
    "UpdateWebhook",
    "UpdateWebhookOptions",
    "Webhook",
    "WebhookFields",
    "WebhookFilter",
    "WebhookOptions",
]


class Webhook(TypedDict):
    """The complete record of a webhook."""

    gid: str
    resource_type: str
    active: bool
    resource: NamedResource
    target: str
    created_at: str
    last_failure_at: str | None
    last_failure_content: str | None
    last_success_at: str | None
    delivery_retry_count: int
    next_attempt_after: str | None
    failure_deletion_timestamp: str | None
    filters: list[WebhookFilter]


class WebhookFilter(TypedDict, total=False):
    """A filter of a webhook."""

    resource_type: str
    resource_subtype: str
    action: str
    fields: list[str]


class WebhookFields(TypedDict, total=False):
    """The option with the fields of webhooks to return."""

    fields: Iterable[WebhookField | str] | str | None
    opt_fields: Iterable[WebhookField | str] | str | None


class WebhookOptions(WebhookFields, CallOptions, total=False):
    """The options of a call that returns a webhook."""


class CreateWebhook(TypedDict, total=False):
    """The parameters of :meth:`create_webhook`."""

    resource: str
    target: str
    filters: Iterable[WebhookFilter]


class GetWebhooks(TypedDict, total=False):
    """The parameters of :meth:`get_webhooks`."""

    workspace: str
    resource: str


class UpdateWebhook(TypedDict, total=False):
    """The parameters of :meth:`update_webhook`."""

    filters: Iterable[WebhookFilter]


class CreateWebhookOptions(CreateWebhook, WebhookFields, CallOptions, total=False):
    """The keywords of :meth:`create_webhook`."""


class GetWebhooksOptions(GetWebhooks, WebhookFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_webhooks`."""


class UpdateWebhookOptions(UpdateWebhook, WebhookFields, CallOptions, total=False):
    """The keywords of :meth:`update_webhook`."""
