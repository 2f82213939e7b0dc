"""Rules: automations that a request can trigger."""

from typing import Any

from .._call.paths import path
from ..records import Record
from .resource import Params, Resource

__all__ = ["Rules"]


class Rules(Resource):
    """Rules: automations that a request can trigger."""

    def trigger_rule(self, rule_trigger_gid: str, params: Params = None, **options: Any) -> Record:
        """Trigger a rule that waits for web requests and return its ``message``.

        ``resource``, a task of the rule's project, and ``action_data``, a dictionary of what the
        rule makes use of, are required. Needs a paid plan, else ``PremiumOnlyError``.

        POST /rule_triggers/{rule_trigger_gid}/run
        """
        return self.client.post(
            path("/rule_triggers/{}/run", rule_trigger_gid), params or {}, **options
        )
