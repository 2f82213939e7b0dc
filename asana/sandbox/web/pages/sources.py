"""The data of the pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from asana.sandbox.api.dispatch import Dispatcher
from asana.sandbox.records.record import Record
from asana.sandbox.web.faults import Faults
from asana.sandbox.web.limits import Limits
from asana.sandbox.web.received import ReceivedRequest


@dataclass(frozen=True)
class Sources:
    """The parts of a running sandbox that its pages read.

    If other machines can reach the pages, they are `guarded`: a browser must send the control token
    first.
    """

    dispatcher: Dispatcher
    requests: Sequence[ReceivedRequest]
    faults: Faults
    limits: Limits
    main_user: Callable[[], Record]
    control_token: str = field(repr=False)
    saves: bool = False
    guarded: bool = False
