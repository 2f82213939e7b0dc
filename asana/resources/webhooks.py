"""Webhooks: addresses that Asana tells of changes."""

from typing import Any

from ..page_iterator import ItemIterator
from ..paths import path
from ..records import Record
from .resource import Params, Resource, classic


class Webhooks(Resource):
    """Webhooks: addresses that Asana tells of changes."""

    def get_webhooks(self, params: Params = None, **options: Any) -> ItemIterator:
        """List the complete records of the app's webhooks for the user in a ``workspace``.

        ``workspace`` is required; ``resource`` keeps those on one object.

        GET /webhooks   (scope webhooks:read)
        """
        return self.client.get_collection("/webhooks", params, **options)

    def create_webhook(self, params: Params = None, **options: Any) -> Record:
        """Create a webhook and return its complete record.

        ``resource`` and ``target``, an address, are required. During the call Asana sends the
        target an ``X-Hook-Secret``, which it must send back within 10 seconds;
        ``full_payload=True`` returns the secret too. ``filters`` are required on a workspace, team
        or portfolio.

        POST /webhooks   (scope webhooks:write)
        """
        return self.client.post("/webhooks", params, **options)

    def get_webhook(self, webhook_gid: str, params: Params = None, **options: Any) -> Record:
        """Return the complete record of one webhook.

        GET /webhooks/{webhook_gid}   (scope webhooks:read)
        """
        return self.client.get(path("/webhooks/{}", webhook_gid), params, **options)

    def update_webhook(self, webhook_gid: str, params: Params = None, **options: Any) -> Record:
        """Replace all ``filters`` of a webhook and return its complete record.

        PUT /webhooks/{webhook_gid}   (scope webhooks:write)
        """
        return self.client.put(path("/webhooks/{}", webhook_gid), params, **options)

    def delete_webhook(self, webhook_gid: str, params: Params = None, **options: Any) -> Record:
        """Delete a webhook for good; returns nothing.

        A delivery that is on its way may still arrive.

        DELETE /webhooks/{webhook_gid}   (scope webhooks:delete)
        """
        return self.client.delete(path("/webhooks/{}", webhook_gid), params, **options)

    # -- python-asana 0.x names

    create = classic(create_webhook)
    delete_by_id = classic(delete_webhook, "webhook")
    get_all = classic(get_webhooks)
    get_by_id = classic(get_webhook, "webhook")
