"""Read a file of a bank, of whichever format."""

from __future__ import annotations

from wellkept.bank_files.bank_statement import BankStatement
from wellkept.bank_files.camt import read_camt
from wellkept.bank_files.mt940_reader import read_mt940
from wellkept.bank_files.statement_check import cannot_be_true
from wellkept.kernel.refusal import refuse

# Marks of XML at the beginning of a file: of UTF-8, both kinds of UTF-16, and EBCDIC.
XML_BEGINS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"<\x00", b"\x00<", b"\x4c\x6f\xa7\x94")


def parse_statements(raw: bytes) -> tuple[BankStatement, ...]:
    """Read the statements of a file as they stand in it. Raise a refusal if one cannot be read whole."""
    is_xml = raw.lstrip(b" \t\r\n").startswith(XML_BEGINS)
    return read_camt(raw.lstrip(b" \t\r\n")) if is_xml else read_mt940(raw)


def read_statements(raw: bytes) -> tuple[BankStatement, ...]:
    """Read the statements of a file. Raise a refusal also if one cannot be true: nothing of the file is taken then."""
    statements = parse_statements(raw)
    for statement in statements:
        refuse(cannot_be_true(statement))
    return statements
