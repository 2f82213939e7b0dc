"""Rules: automations that a request can trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .common import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "RuleTrigger",
    "TriggerRule",
    "TriggerRuleOptions",
]


class RuleTrigger(TypedDict):
    """The complete record of a rule trigger."""

    message: str


class TriggerRule(TypedDict, total=False):
    """The parameters of :meth:`trigger_rule`."""

    resource: str
    action_data: Mapping[str, Any]


class TriggerRuleOptions(TriggerRule, Options, total=False):
    """The keywords of :meth:`trigger_rule`."""
