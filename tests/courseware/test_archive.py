"""A zip is a course only if every entry is an honest file; otherwise it is refused whole, with the reason."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.courseware.archive import MAX_ENTRIES, read_zip
from lms.courseware.problems import Report
from lms.courseware.source import Files

GOOD = {"course.yml": b"level: introductory\n", "01-a/01-b.fr.md": b"---\n", "media/a.svg": b"<svg/>"}


def zipped(
    entries: dict[str, bytes] | list[tuple[zipfile.ZipInfo | str, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, data, method)
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes, name: str = "basics.zip") -> tuple[Files, list[tuple[str, int, str]]]:
    path = tmp_path / name
    path.write_bytes(data)
    report = Report()
    files = read_zip(path, report)
    return files, [(problem.path, problem.line, problem.code) for problem in report]


def info(name: str, mode: int = 0, flags: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    entry.flag_bits |= flags
    return entry


def test_files_at_the_top_take_the_zips_name(tmp_path: Path) -> None:
    assert read(tmp_path, zipped(GOOD)) == (Files("basics", GOOD), [])


def test_one_folder_around_everything_is_the_slug(tmp_path: Path) -> None:
    data = zipped({f"mine/{name}": content for name, content in GOOD.items()} | {"mine/": b""})
    assert read(tmp_path, data) == (Files("mine", GOOD), [])


def test_what_computers_leave_behind_is_ignored(tmp_path: Path) -> None:
    left = ["__MACOSX/mine/._course.yml", "mine/.DS_Store", "mine/media/Thumbs.db", "mine/desktop.ini", "mine/._a"]
    data = zipped({f"mine/{name}": content for name, content in GOOD.items()} | dict.fromkeys(left, b"x"))
    assert read(tmp_path, data) == (Files("mine", GOOD), [])


def test_a_zip_in_a_zip_stays_closed(tmp_path: Path) -> None:
    inner = zipped({"../x": b""})
    assert read(tmp_path, zipped({"a/inner.zip": inner, "b": b""}))[0].contents["a/inner.zip"] == inner


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "C:/x", "c:x", "a\\b", "..\\x", "./x", "a//b", "a/./b", "x\ny", "x\x1b[31m",
     "a\u202eb", "x" * 300, "\u2028", "//server/x"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    files, problems = read(tmp_path, zipped({**GOOD, name: b"x"}))
    assert problems == [("basics.zip", 1, "zip-unsafe-name")]
    assert files == Files("basics", {})


def test_a_name_with_a_zero_byte_is_refused(tmp_path: Path) -> None:
    data = zipped({"ab.md": b"x"}).replace(b"ab.md", b"a\0.md")
    assert read(tmp_path, data)[1] == [("basics.zip", 1, "zip-unsafe-name")]


def test_a_name_in_an_old_encoding_is_refused(tmp_path: Path) -> None:
    old = zipped({"abc.md": b"x"}).replace(b"abc.md", b"\xe9tc.md")
    assert read(tmp_path, old)[1] == [("basics.zip", 1, "zip-name-not-utf8")]
    false = zipped({"é.md": b"x"}).replace("é.md".encode(), b"\xff\xff.md")
    assert read(tmp_path, false)[1] == [("basics.zip", 1, "zip-name-not-utf8")]


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        (stat.S_IFLNK | 0o777, "zip-link"),
        (stat.S_IFIFO | 0o644, "zip-special-file"),
        (stat.S_IFCHR | 0o644, "zip-special-file"),
        (stat.S_IFSOCK | 0o644, "zip-special-file"),
    ],
)
def test_links_and_special_files_are_refused(tmp_path: Path, mode: int, code: str) -> None:
    assert read(tmp_path, zipped([(info("a", mode), b"/etc/passwd")])) == (
        Files("basics", {}),
        [("basics.zip", 1, code)],
    )


def test_ordinary_modes_are_fine(tmp_path: Path) -> None:
    entries: list[tuple[zipfile.ZipInfo | str, bytes]] = [
        (info("m/", stat.S_IFDIR | 0o755), b""),
        (info("m/a", stat.S_IFREG), b"x"),
    ]
    assert read(tmp_path, zipped(entries)) == (Files("m", {"a": b"x"}), [])


def test_locked_entries_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.md": b"x"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert read(tmp_path, bytes(data))[1] == [("basics.zip", 1, "zip-encrypted")]


def test_rare_methods_are_refused(tmp_path: Path) -> None:
    assert read(tmp_path, zipped({"a.md": b"x"}, zipfile.ZIP_LZMA))[1] == [("basics.zip", 1, "zip-method")]


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    entries: list[tuple[zipfile.ZipInfo | str, bytes]] = [(f"{number}.md", b"") for number in range(MAX_ENTRIES + 1)]
    assert read(tmp_path, zipped(entries))[1] == [("basics.zip", 1, "zip-too-many")]


def test_a_false_count_does_not_hide_entries(tmp_path: Path) -> None:
    entries: list[tuple[zipfile.ZipInfo | str, bytes]] = [(f"{number}.md", b"") for number in range(MAX_ENTRIES + 1)]
    data = bytearray(zipped(entries))
    place = data.rindex(b"PK\x05\x06")
    data[place + 8 : place + 12] = struct.pack("<HH", 1, 1)
    assert read(tmp_path, bytes(data))[1] == [("basics.zip", 1, "zip-too-many")]


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    assert read(tmp_path, zipped({"a.md": b"\0" * 5_000_000}))[1] == [("basics.zip", 1, "zip-bomb")]


def test_too_much_altogether_is_refused_unopened(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.md": b"x", "b.md": b"y"}))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 100_000_001)
    assert read(tmp_path, bytes(data))[1] == [("basics.zip", 1, "zip-too-large")]


def test_a_declared_size_is_never_exceeded(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.md": b"x" * 900_000}))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    files, problems = read(tmp_path, bytes(data))
    assert problems == [("basics.zip", 1, "zip-damaged")]
    assert not files.contents


def test_one_large_file_is_left_out(tmp_path: Path) -> None:
    text = bytes(range(256)) * 4_000
    files, problems = read(tmp_path, zipped({"m/a.md": text, "m/b.md": b"x"}, zipfile.ZIP_STORED))
    assert problems == [("a.md", 1, "file-too-large")]
    assert files == Files("m", {"b.md": b"x"})


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["a.md", "a.md"], "zip-name-twice"),
        (["a.md", "A.md"], "zip-name-case"),
        (["a/b.md", "A/c.md"], "zip-name-case"),
        (["é.md", "e\u0301.md"], "zip-name-case"),
        (["a", "a/b"], "zip-name-twice"),
    ],
)
def test_names_that_would_meet_are_refused(tmp_path: Path, names: list[str], code: str) -> None:
    files, problems = read(tmp_path, zipped([(name, b"x") for name in names]))
    assert problems == [("basics.zip", 1, code)]
    assert not files.contents


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.md": b"x" * 100, "b.md": b"y" * 100}, zipfile.ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    assert read(tmp_path, bytes(data))[1] == [("basics.zip", 1, "zip-unreadable")]


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06", b"\x1f\x8b" + b"x" * 100, zipped(GOOD)[:-30]])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data)[1] == [("basics.zip", 1, "zip-unreadable")]


def test_a_zip_that_is_not_there(tmp_path: Path) -> None:
    report = Report()
    assert read_zip(tmp_path / "no.zip", report) == Files("no", {})
    assert [problem.code for problem in report] == ["file-unreadable"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_zip_with_a_few_bytes_changed_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(zipped(GOOD))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    files, problems = read(tmp_path, bytes(content))
    assert problems or set(files.contents.values()) <= set(GOOD.values())
