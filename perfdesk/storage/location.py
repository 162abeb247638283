"""Unreliable locations of files: network shares, synced folders, removable drives."""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from pathlib import Path, PurePosixPath

#: The folder names of cloud services, in lower case.
_CLOUDS = {
    "坚果云": "坚果云",
    "我的坚果云": "坚果云",
    "nutstore": "坚果云",
    "nutstore files": "坚果云",
    "百度网盘同步": "百度网盘",
    "百度网盘同步空间": "百度网盘",
    "baidunetdiskworkspace": "百度网盘",
    "baidusyncdisk": "百度网盘",
    "wps云盘": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "wps cloud files": "WPS 云盘",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "腾讯微云": "微云",
    "阿里云盘": "阿里云盘",
}
#: Folder names that services extend: `OneDrive - 道县应急管理局`, `Dropbox (个人)`.
_CLOUD_PREFIXES = {"onedrive": "OneDrive", "dropbox": "Dropbox"}

_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "afpfs",
    "webdav",
    "davfs",
    "fuse.davfs2",
    "9p",
    "afs",
}
_REMOVABLE = {"vfat", "exfat", "fuseblk", "msdos"}
_REMOVABLE_MOUNTS = ("/media/", "/run/media/", "/mnt/usb", "/Volumes/")

_SAVED_LOCALLY = "填的内容先存在本机，随后自动写回"
_ON_NETWORK = f"这份报告在网络共享上：{_SAVED_LOCALLY}，断网也能接着填；请不要两个人同时填报。"
_ON_REMOVABLE = f"这份报告在 U 盘等移动存储上：{_SAVED_LOCALLY}；拔出之前请先关闭报告。"


def storage_warning(path: Path) -> str | None:
    """Return a sentence about a report's unreliable location; None for an ordinary one."""
    here = path.absolute()
    for part in here.parent.parts:
        cloud = _cloud_service(part.casefold())
        if cloud:
            return f"这份报告在“{cloud}”的同步文件夹里：{_SAVED_LOCALLY}；换电脑填报之前，请先关闭报告，等同步完成。"
    if sys.platform == "win32":
        return _windows_warning(here)
    if sys.platform == "linux":
        return _filesystem_warning(here, _filesystem_type(here))
    return _ON_REMOVABLE if str(here).startswith("/Volumes/") else None


def is_writable(path: Path) -> bool:
    """Whether a report and its folder are writable; on Windows a folder's read-only attribute has no meaning."""
    folder = path.absolute().parent
    return may_write(path) and (sys.platform == "win32" or may_write(folder))


def may_write(path: Path) -> bool:
    """Whether a file or folder is writable; one marked read-only is not, even for an administrator."""
    try:
        marked = path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    except OSError:
        return False
    return bool(marked) and os.access(path, os.W_OK)


def _cloud_service(folder: str) -> str | None:
    for prefix, name in _CLOUD_PREFIXES.items():
        if folder == prefix or folder.startswith((f"{prefix} ", f"{prefix}-")):
            return name
    return _CLOUDS.get(folder)


def _windows_warning(path: Path) -> str | None:
    if sys.platform != "win32":
        return None
    kind = ctypes.WinDLL("kernel32").GetDriveTypeW(path.anchor)
    removable, remote = 2, 4
    return {remote: _ON_NETWORK, removable: _ON_REMOVABLE}.get(kind)


def _filesystem_warning(path: Path, kind: str) -> str | None:
    if kind in _NETWORK:
        return _ON_NETWORK
    return _ON_REMOVABLE if kind in _REMOVABLE or str(path).startswith(_REMOVABLE_MOUNTS) else None


def _filesystem_type(path: Path) -> str:
    """Return the file system type of a path, by its nearest mount point."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
        real = PurePosixPath(os.path.realpath(path))
    except OSError:
        return ""
    mounts = [line.split()[1:3] for line in lines if len(line.split()) > 2]
    above = [(len(point), kind) for point, kind in mounts if real.is_relative_to(_unescaped(point))]
    return max(above, default=(0, ""))[1]


def _unescaped(mount_point: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        mount_point = mount_point.replace(code, sign)
    return mount_point
