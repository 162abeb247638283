"""The one guard around everything that is worked out from answers: a fault of the program costs one result.

Without it an answer that nobody thought of would keep its report from being opened, and so from being corrected.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from perfdesk.evaluation.cache import Fault, note_fault

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

_log = logging.getLogger(__name__)


def guarded(fault: Fault, fallback: T, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
    """What `work` returns. When it fails unexpectedly, log where, note the fault, and return the fallback.

    The log names the kind of failure and the lines of code only: a message may quote an answer.
    """
    try:
        return work(*arguments)
    except Exception as error:
        place = "".join(traceback.format_tb(error.__traceback__))
        _log.error("%s while working out %s %s\n%s", type(error).__name__, fault.section, fault.about, place)
        note_fault(fault)
        return fallback
