"""What a zip unpacks to is bounded, whatever the zip says of itself."""

import gzip
import pathlib
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from data import problems
from data.uploads import archives

Fill = Callable[[zipfile.ZipFile], None]


def packed(folder: pathlib.Path, fill: Fill) -> pathlib.Path:
    path = folder / "xuat.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return path


def unpacked(folder: pathlib.Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refusal(path: pathlib.Path, room: archives.Room | None = None) -> str:
    with pytest.raises(problems.Problem) as raised:
        archives.unpack(path, room or archives.Room())
    return str(raised.value)


def test_files_lie_below_the_name_of_the_zip_without_its_folders(tmp_path: pathlib.Path) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        archive.writestr("thang 8/", b"")
        archive.writestr("thang 8/DS thu.csv", b"a")
        archive.writestr("thang 8/sau/organizations.csv", b"b")
        archive.writestr("__MACOSX/thang 8/._DS thu.csv", b"c")
        archive.writestr("thang 8/.DS_Store", b"d")

    path = packed(tmp_path, fill)
    archives.unpack(path, archives.Room())
    assert unpacked(path) == {"DS thu.csv": b"a", "organizations.csv": b"b"}
    assert [each.name for each in tmp_path.iterdir()] == ["xuat.zip"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.rglob("*")} == {0o600}


def test_files_of_one_name_are_in_the_order_of_their_paths(tmp_path: pathlib.Path) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        for month in (10, 9):
            archive.writestr(f"thang {month}/thu.csv", str(month).encode())

    path = packed(tmp_path, fill)
    archives.unpack(path, archives.Room())
    assert unpacked(path) == {"1/thu.csv": b"9", "2/thu.csv": b"10"}


@pytest.mark.parametrize("name", ["../../out.csv", "/out.csv", "..\\out.csv", "C:\\out.csv"])
def test_no_path_leads_out(name: str, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    path = packed(folder, lambda archive: archive.writestr(name, b"a"))
    archives.unpack(path, archives.Room())
    assert unpacked(tmp_path) == {"drop/xuat.zip/out.csv": b"a"}


def test_a_link_is_refused(tmp_path: pathlib.Path) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        link = zipfile.ZipInfo("thu.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    assert "holds a link, thu.csv" in refusal(packed(tmp_path, fill))


def test_a_zip_in_a_zip_is_refused(tmp_path: pathlib.Path) -> None:
    path = packed(tmp_path, lambda archive: archive.writestr("a/Trong.ZIP", b"PK"))
    assert "another zip, Trong.ZIP" in refusal(path)


def test_more_files_than_there_is_room_for_are_refused(tmp_path: pathlib.Path) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        for number in range(5):
            archive.writestr(f"{number}.csv", b"a")

    path = packed(tmp_path, fill)
    assert "holds too much" in refusal(path, archives.Room(files=4))
    archives.unpack(path, archives.Room(files=5))


def test_more_bytes_than_there_is_room_for_are_refused(tmp_path: pathlib.Path) -> None:
    path = packed(tmp_path, lambda archive: archive.writestr("a.csv", b"a" * 1000))
    assert "holds too much" in refusal(path, archives.Room(bytes=999))


def test_a_zip_that_grows_beyond_belief_is_refused(tmp_path: pathlib.Path) -> None:
    path = packed(tmp_path, lambda archive: archive.writestr("a.csv", bytes(30 << 20)))
    assert path.stat().st_size < 100_000
    assert "100 times its own size" in refusal(path)


def test_sizes_in_the_list_of_contents_are_not_believed(tmp_path: pathlib.Path) -> None:
    path = packed(tmp_path, lambda archive: archive.writestr("a.csv", bytes(30 << 20)))
    content = bytearray(path.read_bytes())
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<L", 10)
    path.write_bytes(content)
    room = archives.Room()
    refusal(path, room)
    assert room.bytes > archives.MOST_BYTES - (12 << 20)


def test_a_long_list_of_contents_is_refused_before_it_is_read(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        for number in range(3000):
            archive.writestr(f"{number}.csv", b"")

    path = packed(tmp_path, fill)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was opened"))
    assert "holds too much" in refusal(path)


def test_one_with_a_password_says_so(tmp_path: pathlib.Path) -> None:
    path = packed(tmp_path, lambda archive: archive.writestr("a.csv", b"a"))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    path.write_bytes(content)
    assert "protected by a password" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", b"PK\x05\x06", bytes(100_000)])
def test_what_is_no_zip_is_refused(content: bytes, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "xuat.zip"
    path.write_bytes(content)
    assert "The zip cannot be read" in refusal(path)


def test_a_zip_cut_anywhere_is_a_sentence(tmp_path: pathlib.Path) -> None:
    whole = packed(tmp_path, lambda archive: archive.writestr("a.csv", b"abc" * 200)).read_bytes()
    for length in range(0, len(whole), 7):
        path = tmp_path / f"{length}.zip"
        path.write_bytes(whole[:length])
        assert "cannot be read" in refusal(path)


def test_a_zip_with_a_changed_byte_is_whole_or_a_sentence(tmp_path: pathlib.Path) -> None:
    whole = packed(tmp_path, lambda archive: archive.writestr("a.csv", b"abc" * 50)).read_bytes()
    for place in range(len(whole)):
        path = tmp_path / f"{place}.zip"
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        said = []
        try:
            archives.unpack(path, archives.Room())
        except problems.Problem as problem:
            said.append(problem)
        assert said or path.is_dir()


def test_a_compressed_text_that_grows_beyond_belief_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "payments.csv.gz"
    path.write_bytes(gzip.compress(bytes(30 << 20)))
    with pytest.raises(problems.Problem, match="holds too much"):
        archives.measure(path, archives.Room())


def test_a_damaged_compressed_text_is_left_to_the_import(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "payments.csv.gz"
    path.write_bytes(gzip.compress(b"a" * 1000)[:-9])
    room = archives.Room()
    archives.measure(path, room)
    assert path.exists()
