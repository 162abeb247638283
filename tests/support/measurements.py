"""What tests measured or tried, printed at the end of the run, also if several processes ran them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

Record = Callable[[str], None]
_NAME = "measurement"


@pytest.fixture
def record_measurement(record_property: Callable[[str, object], None]) -> Record:
    """Record a figure that is worth reading even when all tests pass."""
    return lambda words: record_property(_NAME, words)


def measurements(reports: Iterable[object]) -> list[str]:
    """All recorded measurements, in the order of the tests."""
    of_tests = (report for report in reports if isinstance(report, pytest.TestReport))
    return [str(value) for report in of_tests for name, value in report.user_properties if name == _NAME]
