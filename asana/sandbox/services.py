"""What a sandbox has besides its records; handlers reach it through their call."""

from collections.abc import Callable
from dataclasses import dataclass, field

from asana.sandbox.audit import AuditLog
from asana.sandbox.deprecations import Deprecations
from asana.sandbox.messages import Message, Reply
from asana.sandbox.oauth import OAuth
from asana.sandbox.pagination import Paginator
from asana.sandbox.plan import Plan
from asana.sandbox.storage import Storage
from asana.sandbox.streams import Streams
from asana.sandbox.webhooks import Webhooks


@dataclass
class Services:
    """The machinery around the store; `dispatch` answers one more message."""

    paginator: Paginator
    storage: Storage
    streams: Streams
    webhooks: Webhooks
    audit: AuditLog
    deprecations: Deprecations
    oauth: OAuth
    plan: Plan
    dispatch: Callable[[Message], Reply] = field(init=False)
