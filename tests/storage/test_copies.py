"""Backups and their restoring, at the command's own functions: whole or not at all, and nothing is ever overwritten."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path
from typing import Self

import pytest

from bot.__main__ import WRONG, main
from bot.backup import backup, restore
from bot.clock import FrozenClock
from bot.config import Settings, load
from bot.domain.effects import Inquiry, State
from bot.oversight import Wish, deliveries
from bot.storage import copies, migrations
from bot.storage.copies import alone
from bot.storage.database import Database
from tests.conftest import needs_postgresql
from tests.storage.conftest import NOON
from tests.storage.test_deliveries import by_key, effect, record

HOUR = timedelta(hours=1)
LATER = NOON + 2 * HOUR


class Host:
    """A folder with a database, and the person who runs the commands there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "maillage.db"
        self.copy = folder / "copy.db"
        self.settings: Settings = load(None, {"MAILLAGE_DATABASE__URL": f"sqlite:///{self.path}"})
        self.told = ""

    async def backs_up(self, target: Path | None = None) -> bool:
        return await self._hear(backup, target or self.copy, clock=FrozenClock(NOON))

    async def restores(self, copy: Path | None, **options: object) -> bool:
        return await self._hear(restore, copy, clock=FrozenClock(LATER), **options)

    async def _hear(self, command, *arguments: object, **options: object) -> bool:
        lines: list[str] = []
        done = await command(self.settings, *arguments, lines.append, **options)
        self.told = "\n".join(lines)
        return bool(done)

    def files(self) -> set[str]:
        return {path.name for path in self.folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}


class Writer:
    """A thread that writes, two rows a transaction, as long as the block runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stop = threading.Event()
        self._more = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._write)
        self.committed = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def wait_for_more(self) -> None:
        """Wait until it has committed since the last time."""
        self._more.acquire()
        while self._more.acquire(blocking=False):
            pass

    def _write(self) -> None:
        connection = sqlite3.connect(self._path, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
        while not self._stop.is_set():
            for number in (self.committed, self.committed + 1):
                add_community(connection, 1000 + number)
            connection.commit()
            self.committed += 2
            self._more.release()
        connection.close()


@pytest.fixture
async def host(tmp_path: Path) -> Host:
    """A host whose database has its tables and one community."""
    host = Host(tmp_path)
    await migrations.upgrade(f"sqlite:///{host.path}")
    connection = sqlite3.connect(host.path)
    add_community(connection, 100)
    connection.commit()
    connection.close()
    return host


class TestBackup:
    async def test_it_holds_whole_transactions_while_the_bot_writes_on(self, host: Host):
        with Writer(host.path) as writer:
            for number in range(5):
                writer.wait_for_more()
                before = writer.committed
                assert await host.backs_up(host.folder / f"copy{number}.db")
                found = communities_in(host.folder / f"copy{number}.db") - 1
                assert found % 2 == 0
                assert before <= found <= writer.committed + 2
        assert communities_in(host.path) - 1 == writer.committed

    async def test_it_knows_that_it_is_a_copy_and_of_when(self, host: Host):
        await host.backs_up()
        era = await era_in(host.copy)
        assert (era.copied_at, era.began_at) == (NOON, None)
        assert (await era_in(host.path)).copied_at is None

    async def test_it_is_for_its_owner_alone(self, host: Host):
        await host.backs_up()
        assert stat.S_IMODE(host.copy.stat().st_mode) == 0o600

    async def test_it_overwrites_nothing(self, host: Host):
        host.copy.write_text("mine")
        assert not await host.backs_up()
        assert "exists already" in host.told
        assert host.copy.read_text() == "mine"

    async def test_one_that_fails_leaves_nothing(self, host: Host, monkeypatch: pytest.MonkeyPatch):
        def broken(_draft: Path) -> None:
            msg = "no space left"
            raise OSError(msg)

        monkeypatch.setattr(copies, "_finish", broken)
        assert not await host.backs_up()
        assert "No backup was made" in host.told
        assert host.files() == {"maillage.db"}

    async def test_two_at_once_under_one_name_make_one(self, host: Host, monkeypatch: pytest.MonkeyPatch):
        finish = copies._finish

        def overtaken(draft: Path) -> None:
            finish(draft)
            host.copy.write_text("the other's")

        monkeypatch.setattr(copies, "_finish", overtaken)
        assert not await host.backs_up()
        assert host.copy.read_text() == "the other's"

    @pytest.mark.parametrize(
        ("spoil", "why"),
        [
            (lambda host: host.path.unlink(), "There is no database at"),
            (lambda host: host.path.write_bytes(b"x" * 5000), "can't be read as a database"),
            (lambda host: setattr(host, "copy", host.folder / "none" / "copy.db"), "There is no folder"),
        ],
    )
    async def test_what_is_wrong_is_said(self, host: Host, spoil, why: str):
        spoil(host)
        assert not await host.backs_up()
        assert why in host.told

    async def test_a_database_of_another_version_is_copied_as_it_is(self, host: Host):
        set_version(host.path, "0002")
        assert await host.backs_up()
        assert "of another version" in host.told
        assert version_of(host.copy) == "0002"


class TestRestore:
    async def test_a_copy_takes_the_place_of_what_is_there_which_is_kept(self, host: Host):
        database = Database(f"sqlite:///{host.path}")
        await record(database, effect("before"))
        await host.backs_up()
        await record(database, effect("after"))
        await database.close()
        assert await host.restores(host.copy, replace=True)
        assert "copy of 2026-12-04 12:00:00 UTC" in host.told
        assert rows_in(host.path) == 1
        (kept,) = host.folder.glob("maillage-before-*.db")
        assert str(kept) in host.told
        assert rows_in(kept) == 2
        assert host.copy.exists()

    async def test_it_goes_where_nothing_is(self, host: Host):
        await host.backs_up()
        host.path.unlink()
        assert await host.restores(host.copy)
        assert host.files() == {"maillage.db", "copy.db"}

    async def test_what_a_lost_file_left_in_its_log_is_not_mixed_into_the_copy(self, host: Host):
        await host.backs_up()
        host.path.unlink()
        left = host.path.with_name("maillage.db-wal")
        left.write_bytes(b"left over")
        assert await host.restores(host.copy)
        assert not left.exists()
        assert list(host.folder.glob("maillage-before-*.db-wal"))
        assert rows_in(host.path) == 0

    async def test_it_replaces_nothing_unasked(self, host: Host):
        await host.backs_up()
        before = host.path.read_bytes()
        assert not await host.restores(host.copy)
        assert "--replace" in host.told
        assert host.path.read_bytes() == before

    async def test_it_is_refused_while_a_bot_has_the_database_open(self, host: Host):
        await host.backs_up()
        database = Database(f"sqlite:///{host.path}")
        async with database.read() as unit:
            await unit.communities.present()
        assert not await host.restores(host.copy, replace=True)
        assert "Stop it first" in host.told
        await database.close()
        assert await host.restores(host.copy, replace=True)

    async def test_a_broken_database_can_be_replaced(self, host: Host):
        await host.backs_up()
        host.path.write_bytes(b"x" * 5000)
        assert await host.restores(host.copy, replace=True)
        assert rows_in(host.path) == 0

    @pytest.mark.parametrize(
        ("spoil", "why"),
        [
            (lambda copy: copy.unlink(), "There is no file"),
            (lambda copy: copy.write_bytes(b"x" * 5000), "can't be read as a database"),
            (lambda copy: set_version(copy, "9999"), "tables are of version 9999"),
            (lambda copy: other_database(copy), "no database of Maillage's"),
        ],
    )
    async def test_what_cannot_be_put_back_is_refused_and_nothing_changed(self, host: Host, spoil, why: str):
        await host.backs_up()
        before = host.path.read_bytes()
        spoil(host.copy)
        assert not await host.restores(host.copy, replace=True)
        assert why in host.told
        assert "Nothing was changed" in host.told
        assert host.path.read_bytes() == before
        assert not list(host.folder.glob("maillage-before-*"))

    async def test_a_file_that_was_copied_by_hand_counts_from_its_last_sign_of_life(self, host: Host):
        database = Database(f"sqlite:///{host.path}")
        await record(database, effect("a", due_at=NOON + HOUR))
        await database.close()
        assert await host.restores(None)
        assert (await era_in(host.path)).copied_at == NOON
        # Saying it twice is no second copy.
        assert await host.restores(None, copied_at=NOON + HOUR)
        assert (await era_in(host.path)).copied_at == NOON

    async def test_the_operator_sees_the_pause(self, host: Host):
        database = Database(f"sqlite:///{host.path}")
        await record(database, effect("a", due_at=NOON + HOUR))
        await database.close()
        await host.restores(None, copied_at=NOON)
        lines: list[str] = []
        await deliveries(host.settings, Wish(), lines.append, FrozenClock(LATER))
        assert lines[0].startswith("Paused: this database is a copy of 2026-12-04 12:00:00 UTC. When the bot")
        database = Database(f"sqlite:///{host.path}")
        async with database.write() as unit:
            await unit.eras.begin(LATER)
        await database.close()
        lines.clear()
        await deliveries(host.settings, Wish(), lines.append, FrozenClock(LATER))
        assert "1 delivery is still to be looked up" in lines[0]
        assert "looked up on Discord first" in lines[-1]
        lines.clear()
        await deliveries(host.settings, Wish(as_json=True), lines.append, FrozenClock(LATER))
        assert json.loads(lines[0])["paused"]["to_look_up"] == 1


class TestPostgreSQL:
    @pytest.fixture
    def elsewhere(self, tmp_path: Path, postgresql_url: str) -> Host:
        host = Host(tmp_path)
        host.settings = load(None, {"MAILLAGE_DATABASE__URL": postgresql_url})
        return host

    @needs_postgresql
    async def test_its_own_tools_are_named(self, elsewhere: Host):
        assert not await elsewhere.backs_up()
        assert "pg_dump --format=custom" in elsewhere.told
        assert not await elsewhere.restores(elsewhere.copy)
        assert "pg_restore" in elsewhere.told


@pytest.mark.usefixtures("community_id")
async def test_a_database_that_another_tool_put_back_is_marked(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    # The tables of the tests were not made by migrations.
    async def made(_url: str) -> None:
        return None

    monkeypatch.setattr(migrations, "upgrade", made)
    await record(database, effect("a"), effect("b", lane="b", due_at=LATER + HOUR))
    settings = load(None, {"MAILLAGE_DATABASE__URL": database_url})
    monkeypatch.setattr(copies, "_version", lambda _path: "0001")
    lines: list[str] = []
    assert not await restore(settings, None, lines.append, clock=FrozenClock(LATER))
    assert "Stop it first" in "\n".join(lines)
    await database.close()
    beyond = LATER + timedelta(days=365)
    assert not await restore(settings, None, lines.append, copied_at=beyond, clock=FrozenClock(LATER))
    assert "is yet to come. Give when the copy was made." in lines[-1]
    # Until a bot starts on it, an earlier instant corrects the one that was given first.
    for given in (LATER, NOON, LATER):
        assert await restore(settings, None, lines.append, copied_at=given, clock=FrozenClock(LATER))
    anew = Database(database_url)
    async with anew.write() as unit:
        assert (await unit.eras.begin(LATER)) is not None
        assert await unit.eras.begin(LATER) is None
    questioned, still_to_come = await by_key(anew, "a"), await by_key(anew, "b")
    assert (questioned.inquiry, questioned.uncertain_since) == (Inquiry.OPEN, NOON)
    assert (still_to_come.inquiry, still_to_come.state) == (None, State.PENDING)
    await anew.close()


def test_a_named_copy_tells_its_own_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["restore", str(tmp_path / "x"), "--copied-at", "2026-12-04T03:00+01:00"]) == WRONG
    assert "leave --copied-at out" in capsys.readouterr().err


def test_an_instant_without_its_distance_from_utc_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["restore", "--copied-at", "2026-12-04 03:00"])
    assert ended.value.code == WRONG
    assert "distance from UTC" in capsys.readouterr().err


async def test_a_file_that_nobody_works_on_is_held(host: Host):
    with alone(host.path), pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(host.path, timeout=0).execute("BEGIN IMMEDIATE")


async def era_in(path: Path):
    database = Database(f"sqlite:///{path}")
    era = await database.era()
    await database.close()
    return era


def add_community(connection: sqlite3.Connection, number: int) -> None:
    connection.execute(
        "INSERT INTO community (id, name, locale, timezone, joined_at) VALUES (?, 'Grappe', 'fr', 'UTC', ?)",
        (number, str(NOON.replace(tzinfo=None))),
    )


def communities_in(path: Path) -> int:
    return _count(path, "SELECT count(*) FROM community")


def rows_in(path: Path) -> int:
    return _count(path, "SELECT count(*) FROM delivery")


def _count(path: Path, query: str) -> int:
    connection = sqlite3.connect(path)
    (count,) = connection.execute(query).fetchone()
    connection.close()
    return int(count)


def version_of(path: Path) -> str:
    connection = sqlite3.connect(path)
    (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(version)


def set_version(path: Path, version: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.commit()
    connection.close()


def other_database(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.commit()
    connection.close()
