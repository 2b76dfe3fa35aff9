"""A body is written as it comes, however it is cut; what is not whole leaves nothing."""

import json
import pathlib
import shutil
import stat
from unittest import mock

import filelock
import pytest
from support import dropping

from data import problems
from data.uploads import drops, receiving

WHO = dropping.WHO


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    place = tmp_path / "home"
    monkeypatch.setenv("BHXH_HOME", str(place))
    return place


def received(body: bytes, cut: int = 1 << 16) -> dict[str, bytes]:
    """Return what is in the folder of a body that is sent in pieces."""
    with receiving.folder_for(WHO) as folder, receiving.Receiver(folder) as receiver:
        for start in range(0, len(body), cut):
            receiver.feed(body[start : start + cut])
        receiver.finish()
        content = folder / "files"
        return {
            path.relative_to(content).as_posix(): path.read_bytes()
            for path in content.rglob("*")
            if path.is_file()
        }


@pytest.mark.parametrize("cut", [1, 2, 7, 64, 1000])
def test_files_are_the_same_however_the_body_is_cut(cut: int) -> None:
    files = {"a.csv": b"one\ntwo", "trống.csv": b"", "b.csv": bytes(range(256))}
    assert received(dropping.body(files), cut) == files


@pytest.mark.parametrize("last", [b"", b"x"])
def test_the_last_file_may_be_empty(last: bytes) -> None:
    files = {"a.csv": b"1", "b.csv": last}
    assert received(dropping.body(files)) == files


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"no list",
        b"[]\n",
        b"{}\n",
        b"null\n",
        b'[{"name": "a"}]\n',
        b'[{"name": "a", "size": -1}]\n',
        b'[{"name": "a", "size": 1.0}]\n1',
        b'[{"name": "a", "size": true}]\n1',
        b'[{"name": "a", "size": "1"}]\n1',
        b'[{"name": 1, "size": 1}]\n1',
        b'[{"name": "a", "size": 2}]\n1',
        b'[{"name": "a", "size": 1}]\n12',
        b'[{"name": "a", "size": 1}, {"name": "b", "size": 0}, {"name": "c", "size": 1}]\n1',
        b"[" * 60_000 + b"\n",
        b'["' + b"a" * receiving.LONGEST_LINE,
        b"\xff\xfe\n",
    ],
)
def test_a_body_that_is_not_whole_is_refused_and_leaves_nothing(
    body: bytes, home: pathlib.Path
) -> None:
    with pytest.raises(receiving.NotWhole):
        received(body)
    assert [path for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"] == []


@pytest.mark.parametrize(
    "listed",
    [
        [{"name": "a", "size": receiving.MOST_BYTES + 1}],
        [{"name": "a", "size": receiving.MOST_BYTES}, {"name": "b", "size": 1}],
        [{"name": str(number), "size": 0} for number in range(receiving.MOST_FILES + 1)],
    ],
)
def test_too_much_is_refused_before_it_comes(listed: list[dict[str, object]]) -> None:
    with pytest.raises(receiving.TooLarge):
        received(json.dumps(listed).encode() + b"\n")


def test_what_there_is_no_room_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    full = mock.Mock(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(receiving.NoRoom):
        received(dropping.body({"a.csv": b"a" * 100}))


def test_a_home_that_cannot_be_written_is_a_sentence(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("BHXH_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(problems.Problem):
        received(dropping.body({"a.csv": b"a"}))


def test_names_lead_nowhere(home: pathlib.Path) -> None:
    files = {"../../../../out.csv": b"1", "/etc/out.csv": b"2"}
    assert received(dropping.body(files)) == {"1/out.csv": b"1", "2/out.csv": b"2"}
    assert not list(home.parent.glob("out.csv"))


def test_only_its_owner_can_read_what_is_received() -> None:
    with receiving.folder_for(WHO) as folder, receiving.Receiver(folder) as receiver:
        receiver.feed(dropping.body({"a.csv": b"1", "b/a.csv": b"2"}))
        receiver.finish()
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
        assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
        assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
        assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.parents[:2])} == {
            0o700
        }


def test_a_user_hands_one_thing_in_at_a_time_and_others_meanwhile() -> None:
    with receiving.folder_for(WHO):
        with pytest.raises(receiving.Busy), receiving.folder_for(WHO):
            pass
        with receiving.folder_for("minh@example.org"):
            pass
    with receiving.folder_for(WHO):
        pass


def test_a_drop_that_waits_for_a_decision_is_not_replaced() -> None:
    with receiving.folder_for(WHO) as folder:
        drop = drops.begin_reading(folder, WHO, ())
    drops.change(drop, drops.State.UNDERSTOOD)
    with pytest.raises(receiving.Busy), receiving.folder_for(WHO):
        pass
    drops.call_off(drop)
    with receiving.folder_for(WHO) as other:
        assert other != folder
        assert not folder.exists()


def test_what_is_old_is_not_shown_and_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving.folder_for(WHO) as folder:
        drop = drops.begin_reading(folder, WHO, ())
    drop = drops.change(drop, drops.State.UNDERSTOOD)
    drops.clear_old()
    assert drops.current(WHO) == drop
    monkeypatch.setattr(drops, "KEPT_SECONDS", 0.0)
    assert drops.current(WHO) is None
    drops.clear_old()
    assert not folder.exists()


def test_what_a_killed_dashboard_left_is_deleted_once_it_is_old(
    home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = home / "uploads" / ("0" * 32) / "half"
    (left / "files").mkdir(parents=True)
    (left / "files" / "a.csv").write_bytes(b"half")
    drops.clear_old()
    assert left.exists()
    monkeypatch.setattr(drops, "KEPT_SECONDS", -1.0)
    drops.clear_old()
    assert not left.exists()


def test_the_name_of_a_user_stands_in_no_path(home: pathlib.Path) -> None:
    with receiving.folder_for("../../hoa@example.org") as folder:
        assert folder.is_relative_to(home / "uploads")
        assert "hoa" not in str(folder.relative_to(home))


def test_a_lock_is_free_once_its_process_is_gone(home: pathlib.Path) -> None:
    with receiving.folder_for(WHO) as folder:
        lock = folder.parent / "receiving.lock"
        with pytest.raises(filelock.Timeout):
            filelock.FileLock(lock, timeout=0).acquire()
    with filelock.FileLock(lock, timeout=0):
        pass
    assert home.exists()
