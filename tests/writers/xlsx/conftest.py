"""The same workbook for many tests of the Excel writer."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from support.xlsx_builders import whole_report, write


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return write(whole_report(), tmp_path_factory.mktemp("written"))
