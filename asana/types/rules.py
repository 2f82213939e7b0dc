"""Rules: automations that a request can trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .common import CallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .fields import RuleTriggerField

__all__ = [
    "RuleTrigger",
    "RuleTriggerFields",
    "TriggerRule",
    "TriggerRuleOptions",
]


class RuleTrigger(TypedDict):
    """The complete record of a rule trigger."""

    message: str


class RuleTriggerFields(TypedDict, total=False):
    """The option with the fields of rule triggers to return."""

    fields: Iterable[RuleTriggerField | str] | str | None
    opt_fields: Iterable[RuleTriggerField | str] | str | None


class TriggerRule(TypedDict, total=False):
    """The parameters of :meth:`trigger_rule`."""

    resource: str
    action_data: Mapping[str, Any]


class TriggerRuleOptions(TriggerRule, RuleTriggerFields, CallOptions, total=False):
    """The keywords of :meth:`trigger_rule`."""
