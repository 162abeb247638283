"""The guard around everything that is computed from answers: a fault of the program costs one result only.

Without it an answer that the program does not expect would prevent its report from being opened and corrected.
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
    """Return the result of `work`. If it fails unexpectedly, log where, record the fault and return the fallback.

    The log names only the type of the exception and the lines of code, because its message may quote an answer.
    """
    try:
        return work(*arguments)
    except Exception as error:
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("%s while working out %s %s\n%s", type(error).__name__, fault.section, fault.about, frames)
        note_fault(fault)
        return fallback
