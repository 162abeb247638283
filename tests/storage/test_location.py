"""Unreliable locations are recognised and have a warning; unusual names are accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError
from perfdesk.storage.location import storage_warning

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/home/li/坚果云/报告.db", "“坚果云”的同步文件夹"),
        ("/home/li/OneDrive - 道县应急管理局/报告.db", "“OneDrive”的同步文件夹"),
        ("/home/li/Dropbox/a/b/报告.db", "“Dropbox”的同步文件夹"),
        ("/home/li/WPS云盘/报告.db", "“WPS 云盘”的同步文件夹"),
        ("/home/li/BaiduSyncdisk/报告.db", "“百度网盘”的同步文件夹"),
        ("/home/li/Library/Mobile Documents/com~apple~CloudDocs/报告.db", "“iCloud”的同步文件夹"),
        ("/media/li/KINGSTON/报告.db", "U 盘"),
    ],
)
def test_an_unreliable_location_has_a_warning(path: str, says: str) -> None:
    warning = storage_warning(Path(path))
    assert warning is not None and says in warning
    assert warning.endswith("。") and "\n" not in warning


@pytest.mark.parametrize(
    "path", ["/home/li/报告.db", "/home/li/关于Dropbox的说明/报告.db", "/home/li/onedriver/坚果云.db"]
)
def test_an_ordinary_location_has_no_warning(path: str) -> None:
    assert storage_warning(Path(path)) is None


@pytest.mark.parametrize("name", ["空 格", "😀", "100%", "a?b#c&d=e", "'引号\"", "long" * 40])
def test_a_report_can_be_stored_anywhere(demo_file: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / ("深" * 20) / ("d" * (230 - len(name)))
    folder.mkdir(parents=True)
    path = demo_file.rename(folder / f"{name}.db")
    assert len(str(path)) > 260
    session = Session.open(path)
    session.enter(Address("cover", "unit_name"), "青石县水利局")
    session.close()
    reader = Session.open(path, read_only=True)
    assert reader.entries.text(Address("cover", "unit_name")) == "青石县水利局"
    reader.close()
    assert [found.name for found in folder.iterdir()] == [path.name]


def test_a_path_that_is_too_long_for_sqlite_is_reported(demo_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / ("深" * 80) / ("层" * 80)
    folder.mkdir(parents=True)
    with pytest.raises(PerfDeskError, match="文件夹和文件名合起来太长"):
        Session.open(demo_file.rename(folder / "报告.db"))
