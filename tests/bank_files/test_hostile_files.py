"""Damaged and hostile files are refused: no crash, no file opened, no memory eaten, nothing half read."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from tests.bank_files.camt_writer import write_camt
from tests.bank_files.test_camt import entry, statement
from tests.bank_files.test_mt940 import GERMAN
from tests.size import size
from wellkept.bank_files import bank_xml, mt940_reader, parse_statements
from wellkept.kernel.refusal import Refusal

CAMT = write_camt(
    statement(entry("5.00", "BANK1", note="A"), entry("-2.00"), closing="13.00", entry_count=2), version=8
)
MT940 = GERMAN.encode()
HEAD = '<?xml version="1.0"?>'


def refusal(raw: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        parse_statements(raw)
    return caught.value.in_words()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(size(2, 60)))
@pytest.mark.parametrize(
    "original", [CAMT, MT940, CAMT.decode().encode("utf-16")], ids=["camt", "mt940", "utf-16"]
)
def test_a_damaged_file_is_read_or_refused_and_never_crashes(original: bytes, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(150):
        damaged = bytearray(original)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(damaged))
            act = chance.randrange(4)
            if act == 0:
                damaged[place] = chance.randrange(256)
            elif act == 1:
                del damaged[place : place + chance.randint(1, 40)]
            elif act == 2:
                damaged[place:place] = damaged[place // 2 : place // 2 + chance.randint(1, 60)]
            else:
                damaged[place:place] = chance.choice(
                    [b"\x00", b"<!--", b"]]>", b"&x;", b"\n:61:", b"9" * 40, b"-"]
                )
        with contextlib.suppress(Refusal):
            parse_statements(bytes(damaged))


@pytest.mark.parametrize("original", [CAMT, MT940], ids=["camt", "mt940"])
def test_a_file_that_is_cut_off_is_refused(original: bytes) -> None:
    end = original.rindex(b"</Document>") if original is CAMT else original.index(b":62F:") + 4
    for place in range(1, end, 7):
        refusal(original[:place])


@pytest.mark.parametrize(
    "document",
    [
        f'{HEAD}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><Document>&x;</Document>',
        f'{HEAD}<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd"><Document/>',
        f'{HEAD}<!DOCTYPE a [<!ENTITY a "{"x" * 50}"><!ENTITY b "{"&a;" * 50}">]><Document>{"&b;" * 50}</Document>',
        f"{HEAD}<!DOCTYPE Document><Document/>",
    ],
)
def test_a_doctype_is_refused(document: str) -> None:
    assert refusal(document.encode()) == "The file has a DOCTYPE. A bank sends none, so it is not read."


def test_a_billion_laughs_are_refused() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = f'{HEAD}<!DOCTYPE a [<!ENTITY l0 "lol">{entities}]><Document a="&l9;">&l9;</Document>'
    refusal(document.encode())


def test_an_include_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    raw = CAMT.replace(
        b"<AddtlNtryInf>A</AddtlNtryInf>",
        f'<AddtlNtryInf><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'
        "</AddtlNtryInf>".encode(),
    )
    assert "SECRET" not in repr(parse_statements(raw))


@pytest.mark.parametrize(
    "raw",
    [
        b"<a>" * 300 + b"</a>" * 300,
        b"<" + b"a" * 100_000 + b"/>",
        b'<?xml version="1.0" encoding="utf-42"?><Document/>',
        b'<?xml version="1.0" encoding="utf-8"?><Document>\xff</Document>',
        b"<Document/>",
        b"<?xml",
        b"<html><body>502 Bad Gateway</body></html>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x00" * 100,
        b"<\x00",
    ],
)
def test_another_file_is_refused(raw: bytes) -> None:
    assert refusal(raw)


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    assert refusal(b"<" + b" " * bank_xml.MOST_BYTES) == "The file is larger than 32 MB."
    assert refusal(b":20:" + b" " * mt940_reader.MOST_BYTES) == "The file is larger than 8 MB."


def test_a_long_line_of_spaces_is_read_in_time() -> None:
    refusal(b":20:x\n:25:y\n:60F:C261130EUR1,\n:86:" + b" \n" * 300_000 + b":62F:C261130EUR1,\n")
    refusal(b":20:" + b"\n:2" * 300_000)
