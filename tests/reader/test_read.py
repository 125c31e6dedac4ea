"""Files as they arrive: encodings that are told apart, and what is refused with which words."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import own_plans
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonpeak.errors import Empty, Missing, NotText, PlanError, UnknownEncoding
from carbonpeak.text.read import _LINE_ENDS, from_bytes, read

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "tests" / "data" / "documents"
PLAN = (DOCUMENTS / "plan.txt").read_text(encoding="utf-8")
ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8-sig": ("utf-8", b"\xef\xbb\xbf"),
    "utf-16-le": ("utf-16-le", b"\xff\xfe"),
    "utf-16-be": ("utf-16-be", b"\xfe\xff"),
    "gb18030": ("gb18030", b""),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_each_encoding_gives_the_same_text(name: str) -> None:
    encoding, mark = ENCODINGS[name]
    source = from_bytes(Path("plan.txt"), mark + PLAN.encode(encoding))
    assert source.text == PLAN
    assert source.encoding == name


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    source = from_bytes(Path("plan.txt"), PLAN.encode(encoding))
    assert (source.text, source.encoding) == (PLAN, encoding)


def test_big5() -> None:
    text = "為貫徹落實碳達峰工作，到2025年，非化石能源消費比重不低於20%。責任單位：區發展改革委、區生態環境局。" * 4
    source = from_bytes(Path("plan.txt"), text.encode("big5"))
    assert (source.text, source.encoding) == (text, "big5hkscs")


@pytest.mark.parametrize("length", [20, 60, 300])
@pytest.mark.parametrize("start", [0, 220, 700, 1000])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_fragments_are_long_enough_to_tell(encoding: str, start: int, length: int) -> None:
    text = PLAN[start : start + length]
    assert from_bytes(Path("plan.txt"), text.encode(encoding)).text == text


def test_line_ends_and_white_space_stay() -> None:
    text = "一、总体要求\r\n\r\n　　到2025年\r达到\x0c50%\n\t"
    assert from_bytes(Path("plan.md"), text.encode()).text == text
    assert from_bytes(Path("plan.md"), text.encode("gb18030")).text == text


@pytest.mark.parametrize("end", ["\r", "\x0b", "\u2028"])
def test_other_line_ends_become_line_feeds_where_there_are_none(end: str) -> None:
    assert from_bytes(Path("plan.txt"), PLAN.replace("\n", end).encode()).text == PLAN


def test_the_file_is_described(tmp_path: Path) -> None:
    data = PLAN.encode("gb18030")
    path = tmp_path / "PLAN.TXT"
    path.write_bytes(data)
    source = read(path)
    assert source.path == path
    assert source.bytes == len(data)
    assert source.data_sha256 == hashlib.sha256(data).hexdigest()
    assert source.media == "text/plain"
    assert source.notes == ()


def test_the_bundled_plans_are_utf_8() -> None:
    for path in own_plans.files():
        source = read(path)
        assert source.encoding == "utf-8"
        assert source.text.encode() == path.read_bytes()


REFUSED = {
    "empty": (b"", Empty, "empty"),
    "spaces": ("  \r\n　\n".encode(), Empty, "white space"),
    "mark only": (b"\xef\xbb\xbf", Empty, "white space"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), NotText, "PNG"),
    "zip": (b"PK\x03\x04" + bytes(50), NotText, "ZIP"),
    "exe": (b"MZ\x90\x00" + bytes(50), NotText, "program"),
    "pdf": (b"%PDF-1.7\n" + bytes(50), NotText, "ending .pdf"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), NotText, ".doc"),
    "rtf": (b"{\\rtf1\\ansi " + b"a" * 50, NotText, "Rich Text"),
    "bytes": (bytes(range(256)) * 8, NotText, "binary"),
    "controls": (bytes([1, 2, 3, 4, 5, 6]) * 100, NotText, "control characters"),
    "latin-1": ("Le café était fermé à Noël; déjà là-bas. ".encode("latin-1") * 8, UnknownEncoding, "GB18030"),
    "korean": ("탄소 배출을 줄이는 계획입니다. ".encode("euc-kr") * 8, UnknownEncoding, "GB18030"),
    "japanese": ("二酸化炭素の排出を削減する計画を示す。".encode("shift-jis") * 8, UnknownEncoding, "GB18030"),
    "russian": ("План сокращения выбросов. ".encode("cp1251") * 8, UnknownEncoding, "GB18030"),
    "mixed": (PLAN[:300].encode() + PLAN[300:].encode("gb18030"), UnknownEncoding, "in another encoding from there"),
    "half zeros": ("\0".join(PLAN).encode(), NotText, "binary"),
    "cut": (PLAN.encode()[:-2], UnknownEncoding, "damaged at byte"),
    "cut utf-16": (b"\xff\xfe" + PLAN.encode("utf-16-le")[:-1], UnknownEncoding, "utf-16-le"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused(tmp_path: Path, name: str) -> None:
    data, kind, words = REFUSED[name]
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(kind) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert words in message
    assert caught.value.remedy in message
    assert "\n" not in message


def test_a_broken_byte_is_located() -> None:
    data = bytearray(PLAN.encode())
    place = data.index("主要目标".encode())
    data[place] = 0xFF
    with pytest.raises(UnknownEncoding) as caught:
        from_bytes(Path("plan.txt"), bytes(data))
    line = PLAN[: PLAN.index("主要目标")].count("\n") + 1
    assert f"byte {place:,} in line {line}" in str(caught.value)


def test_a_text_with_another_ending_is_no_word_file() -> None:
    with pytest.raises(NotText, match=r"\.docx"):
        from_bytes(Path("plan.docx"), PLAN.encode())


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no such file"):
        read(tmp_path / "gone.txt")
    with pytest.raises(Missing, match="folder"):
        read(tmp_path)


@pytest.mark.parametrize("stray", ["\x07", "\0"])
def test_a_stray_control_character_is_no_reason_to_refuse(stray: str) -> None:
    text = PLAN.replace("总体", f"总{stray}体", 1)
    assert from_bytes(Path("plan.txt"), text.encode()).text == text


def test_what_a_file_is_does_not_contradict_its_ending() -> None:
    with pytest.raises(NotText) as caught:
        from_bytes(Path("plan.doc"), b"\xd0\xcf\x11\xe0" + bytes(50))
    assert "not what the ending" not in str(caught.value)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        source = from_bytes(Path("plan.txt"), data)
    except PlanError as error:
        assert str(error).startswith("plan.txt: ")
    else:
        assert source.encoding is not None
        assert source.text.strip()
        given = data.decode(source.encoding)
        assert given.endswith(source.text) or given.translate(_LINE_ENDS).endswith(source.text)


def test_reading_utf_8_imports_no_converter() -> None:
    code = (
        "import sys; from pathlib import Path; from carbonpeak.text.read import read;"
        f"read(Path({str(ROOT / 'plans' / 'jingan-2022.txt')!r}));"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('lxml', 'docx', 'pdfplumber', 'trafilatura', 'yaml')"
        " or m.startswith('carbonpeak.text.convert')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
