"""Works on a report in a process that can be killed: forks a worker for each line it is given, and kills it.

Started once, so that a thousand kills need not start Python a thousand times. A line is
`{"path": …, "folder": …, "seed": …, "kind": a key of _KINDS, "seconds": …}`; the answer is the list of what the worker
acknowledged before it died: `[last change, digest of all answers]`.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from perfdesk.application.answers_json import form_addresses
from perfdesk.application.export import write_files
from perfdesk.application.export_set import write_export_set
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.document.build import build
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.storage.backup import back_up
from perfdesk.storage.report_handle import ReportHandle

PROJECTS = ("spending", "projects")
UNIT = Address("cover", "unit_name")
#: Acknowledged in place of a digest: the file at the report's own path contains all up to this change.
PUBLISHED = "published"
#: Prefix of the digest of answers about to be typed: the last change may be replaced by them.
TYPING = "typing "


def digest(entries: Iterable[tuple[Address, str]]) -> str:
    """A short name for all answers at one moment."""
    return hashlib.sha256(repr(sorted((str(address), text) for address, text in entries)).encode()).hexdigest()[:20]


def user(path: Path, folder: Path, dice: random.Random, acknowledge: Callable[[int, str], None]) -> None:
    """Do what a user does, at random, until killed."""
    session = Session.open(path)
    session.listen(lambda _: acknowledge(session.file.last_change()[0], digest(session.entries)))
    acknowledge(session.file.last_change()[0], digest(session.entries))
    texts = [
        address
        for address, question in form_addresses(session.form)
        if question.kind == "text" and "*" not in str(address)
    ]
    while True:
        action, rows = dice.randrange(10), session.entries.rows(*PROJECTS)
        if action < 3:
            unit, joins = f"青石县第{dice.randrange(10**6)}局" * dice.choice([1, 1, 500]), dice.random() < 0.7
            edit = Edit(UNIT, session.entries.text(UNIT), unit)
            acknowledge(session.file.last_change()[0], TYPING + digest(session.entries.after((edit,))))
            session.enter(UNIT, unit, joins)
        elif action == 3:
            session.add_row(*PROJECTS, texts={"name": f"项目{dice.randrange(10**6)}"})
        elif action == 4 and len(rows) > 3:
            session.delete_row(*PROJECTS, dice.choice(rows))
        elif action == 5:
            session.fill({address: f"{dice.randrange(10**9)}" * 20 for address in texts}, "填入")
        elif action == 6:
            session.undo()
        elif action == 7:
            session.redo()
        elif action == 8:
            back_up(session.file)
            session.file.copy_to(folder / "副本.db")
        elif dice.random() < 0.5:
            report = build(session.answers, session.findings, True)
            write_files(report, [folder / dice.choice(["报告.docx", "附表.xlsx"])], lambda _: None)


def disk(path: Path, _: Path, dice: random.Random, acknowledge: Callable[[int, str], None]) -> None:
    """Save changes as fast as the disk takes them: most kills then fall into the middle of writing."""
    with ReportFile.open(path) as file:
        entries = file.entries()
        while True:
            edits: dict[Address, Edit] = {}
            for _ in range(dice.choice([1, 1, 3, 100])):
                address = Address("kept", f"f{dice.randrange(400)}")
                after = None if dice.random() < 0.2 else f"{dice.randrange(10**9)}" * dice.choice([1, 1, 30, 600])
                edits[address] = Edit(address, entries.text(address), after)
            now = datetime.datetime.now().astimezone()
            file.save(Change(file.last_change()[0] + 1, now, "工", "存", tuple(edits.values())))
            entries = entries.after(tuple(edits.values()))
            acknowledge(file.last_change()[0], digest(entries))


def stick(path: Path, _: Path, dice: random.Random, acknowledge: Callable[[int, str], None]) -> None:
    """Type in a working copy and publish it every few answers; acknowledge each published change, too."""
    session = Session.open(path)
    acknowledge(session.file.last_change()[0], digest(session.entries))
    session.listen(lambda _: acknowledge(session.file.last_change()[0], digest(session.entries)))
    while True:
        session.enter(UNIT, f"青石县第{dice.randrange(10**6)}局" * dice.choice([1, 1, 400]))
        if dice.random() < 0.4:
            session.publish()
            acknowledge(session.file.last_change()[0], PUBLISHED)


def migration(path: Path, _: Path, __: random.Random, acknowledge: Callable[[int, str], None]) -> None:
    """Open a report whose form has a newer version."""
    handle = ReportHandle.open(path)
    form = find_form(handle.file.property("form"))
    acknowledge(handle.file.last_change()[0], digest(handle.file.entries()))
    session = Session(form, handle)
    acknowledge(session.file.last_change()[0], digest(session.entries))
    signal.pause()


def export(path: Path, folder: Path, _: random.Random, acknowledge: Callable[[int, str], None]) -> None:
    """Write the whole set again and again, and the PDF over an older one."""
    session = Session.open(path, read_only=True)
    report = build(session.answers, session.findings, True)
    acknowledge(session.file.last_change()[0], digest(session.entries))
    while True:
        write_export_set(report, "全套", session.findings, folder, lambda _: None)
        write_files(report, [folder / "报告.pdf"], lambda _: None)


def new(path: Path, folder: Path, dice: random.Random, acknowledge: Callable[[int, str], None]) -> None:
    """Make blank reports, samples and next year's report, each under a name of its own."""
    form = find_form("hunan_overall_2023")
    with contextlib.closing(Session.open(path, read_only=True)) as last:
        rolled = rollover_edits(last.answers, 2025)
    for number in range(10**6):
        acknowledge(number, "begun")
        kind = dice.choice(["新建", "结转", "样例"])
        if kind == "样例":
            make_sample("demo-2024", folder / f"{kind}{number}.db")
        else:
            Session.create(folder / f"{kind}{number}.db", form, rolled if kind == "结转" else ()).close()


_KINDS = {"new": new, "user": user, "disk": disk, "stick": stick, "migration": migration, "export": export}


def replay(changes: Iterable[Change], until: int) -> Entries:
    """The answers that a journal leads to."""
    entries = Entries()
    for change in changes:
        if change.id <= until:
            entries = entries.after(change.edits)
    return entries


def _serve(line: str) -> list[list[object]]:
    order = json.loads(line)
    reading, writing = os.pipe()
    worker = os.fork()
    if not worker:
        os.close(reading)
        work = _KINDS[order["kind"]]
        try:
            work(
                Path(order["path"]),
                Path(order["folder"]),
                random.Random(order["seed"]),
                lambda number, mark: os.write(writing, f"{number} {mark}\n".encode()),
            )
        finally:
            os._exit(1)  # a worker works until it is killed; one that fails acknowledges nothing more
    os.close(writing)
    received = os.read(reading, 65536)  # the worker has begun
    time.sleep(order["seconds"])
    os.kill(worker, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        received += pipe.read()
    os.waitpid(worker, 0)
    lines = received.decode().splitlines()
    return [[int(number), mark] for number, _, mark in (line.partition(" ") for line in lines)]


if __name__ == "__main__":
    for given in sys.stdin:
        print(json.dumps(_serve(given)), flush=True)
