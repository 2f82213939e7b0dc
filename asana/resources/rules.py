"""Rules: automations that a request can trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.rules import RuleTrigger, TriggerRule, TriggerRuleOptions

__all__ = ["Rules"]


class Rules(Resource):
    """Rules: automations that a request can trigger."""

    def trigger_rule(
        self,
        rule_trigger_gid: str,
        params: TriggerRule = NONE,
        **options: Unpack[TriggerRuleOptions],
    ) -> RuleTrigger:
        """Trigger a rule that has a web request trigger and return its ``message``.

        ``resource``, a task of the rule's project, and ``action_data``, a dictionary of the values
        that the rule uses, are required. Requires a paid plan, otherwise raises
        ``PremiumOnlyError``.

        POST /rule_triggers/{rule_trigger_gid}/run
        """
        return self.client.post(
            path("/rule_triggers/{}/run", rule_trigger_gid), params or {}, **options
        )
