"""What tests measured or tried, told at the end of the run, however many processes ran them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

Record = Callable[[str], None]
_NAME = "told"


@pytest.fixture
def record_measurement(record_property: Callable[[str, object], None]) -> Record:
    """Say a figure that is worth reading even when all is well."""
    return lambda words: record_property(_NAME, words)


def measurements(reports: Iterable[object]) -> list[str]:
    """All that was said, in the order of the tests."""
    of_tests = (report for report in reports if isinstance(report, pytest.TestReport))
    return [str(value) for report in of_tests for name, value in report.user_properties if name == _NAME]
