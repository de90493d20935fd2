"""Files of any character set and separator, hostile workbooks, and a hundred thousand rows."""

from __future__ import annotations

import codecs
import csv
import io
import os
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from openpyxl import Workbook as Book
from openpyxl.utils.datetime import MAC_EPOCH
from tests.size import size

from wellkept.imports.read_files import tables, workbook
from wellkept.imports.rules.file_formats import format_in_words
from wellkept.kernel.refusal import Refusal


def read(
    content: bytes, name: str = "x.csv", sheet: str | None = None
) -> tuple[list[str], list[list[str]], str]:
    file = io.BytesIO(content)
    table_rows = tables.sheets(file, name)
    table = tables.table(file, name, table_rows[0] if sheet is None else sheet)
    return table.header, [cells for _, cells in table.rows()], table.how


def book(*rows: list[object], title: str = "Customers") -> bytes:
    workbook = Book()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


MANY = size(20_000, 100_000)  # rows of a long file
NAMES = "Kunde;Ort\r\nMüller & Söhne;Köln\r\nBäckerei Groß;Gießen\r\n"


@pytest.mark.parametrize(
    ("charset", "how"),
    [
        ("utf-8", "csv:UTF-8:semicolons"),
        ("utf-8-sig", "csv:UTF-8:semicolons"),
        ("cp1252", "csv:Windows (western):semicolons"),
        ("utf-16", "csv:UTF-16:semicolons"),
    ],
)
def test_character_sets_are_detected(charset: str, how: str) -> None:
    assert read(NAMES.encode(charset)) == (
        ["Kunde", "Ort"],
        [["Müller & Söhne", "Köln"], ["Bäckerei Groß", "Gießen"]],
        how,
    )


@pytest.mark.parametrize(("charset", "city"), [("cp1251", "Санкт-Петербург"), ("shift_jis", "東京都")])
def test_other_character_sets_are_detected(charset: str, city: str) -> None:
    content = f"name;city\n{city} {city};{city}\n" * 20
    assert read(content.encode(charset))[1][0] == [f"{city} {city}", city]


def test_a_wrong_byte_far_into_the_file_is_noticed() -> None:
    """The first million bytes are ASCII, followed by a Windows name."""
    rows = "name,city\n" + "Ann,Rome\n" * 150_000
    header, cells, _ = read(rows.encode() + "Müller,Köln\n".encode("cp1252"))
    assert (header, cells[-1]) == (["name", "city"], ["Müller", "Köln"])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_and_quotes_are_detected(separator: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([["name", "note"], ["Ann", 'said "no; never, at | all"\nand left'], ["Bo", "x"]])
    assert read(out.getvalue().encode())[1] == [["Ann", 'said "no; never, at | all"\nand left'], ["Bo", "x"]]


def test_titles_and_blank_rows_above_the_header_are_skipped() -> None:
    content = b"Our customers\n\nname,city\n\nAnn,Rome\n,\nBo,Oslo\n"
    assert read(content)[:2] == (["name", "city"], [["Ann", "Rome"], ["Bo", "Oslo"]])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_space_before_a_quoted_cell_is_skipped(separator: str) -> None:
    content = f'name{separator} city\nAnn{separator} "Berlin{separator} Mitte"\n'
    assert read(content.encode())[1] == [["Ann", f"Berlin{separator} Mitte"]]


@pytest.mark.parametrize("many", [1, 3, 40])
def test_a_table_of_one_column_keeps_every_row(many: int) -> None:
    rows = [f"ann{place}@example.org" for place in range(many)]
    assert read("\n".join(["Email", *rows]).encode())[:2] == (["Email"], [[row] for row in rows])
    assert read(book(["Email"], *([row] for row in rows)), "x.xlsx")[:2] == (
        ["Email"],
        [[row] for row in rows],
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('nr;name;city\n1;"Müller;Berlin\n2;Bo;Bonn\n', 2),
        ('nr;name;city\n1;Ann;Ulm\n2;"Müller;Berlin\n3;"Bo";Bonn\n4;Cy;Rome\n', 3),
        ('nr;name;city\n1;Ann;Ulm\n2;Bo;"Bonn', 3),
    ],
    ids=["never closed", "closed by the mark of a later row", "cut off"],
)
def test_a_quotation_mark_never_swallows_rows(content: str, place: int) -> None:
    with pytest.raises(Refusal) as refused:
        read(content.encode())
    assert str(refused.value.sentence) == (
        f"A quotation mark in row {place} is missing or too many. Correct it, or save the table again."
    )


def test_quotation_marks_inside_a_cell_stay() -> None:
    content = b'nr;name;city\n1;M "Best" GmbH;Berlin\n2;"B ""x"" y";"Bonn\nBad Godesberg"'
    assert read(content)[1] == [["1", 'M "Best" GmbH', "Berlin"], ["2", 'B "x" y', "Bonn\nBad Godesberg"]]


MYSQL = (
    b'nr;name;note\n1;"Ann \\"The Pipe\\" Ltd";"left; \\\\ right"\n2;\\N;"two\\\nlines"\n3;"C:\\\\";plain\n'
)


def test_marks_behind_a_backslash_are_read_as_mysql_writes_them() -> None:
    assert read(MYSQL)[1] == [
        ["1", 'Ann "The Pipe" Ltd', "left; \\ right"],
        ["2", "", "two\nlines"],
        ["3", "C:\\", "plain"],
    ]


def test_a_folder_in_quotation_marks_ends_at_its_backslash() -> None:
    content = b'nr;folder;name\n1;"C:\\data\\";"Ann"\n2;"D:\\";"Bo ""x"""\n'
    assert read(content)[1] == [["1", "C:\\data\\", "Ann"], ["2", "D:\\", 'Bo "x"']]


def test_a_mark_behind_a_backslash_far_into_the_file_is_never_guessed() -> None:
    rows = b"nr;name\n" + b"1;Ann\n" * 200_000 + b'2;"Bo \\"x\\" y"\n3;Cy\n'
    with pytest.raises(Refusal) as refused:
        read(rows)
    assert str(refused.value.sentence).startswith("A quotation mark in row 200002 is missing or too many.")


def test_a_null_of_an_export_counts_as_empty() -> None:
    assert read(b"name,city\nAnn,\\N\n\\N,\\Nice\n")[1] == [["Ann", ""], ["", "\\Nice"]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", "^", ":"])
@pytest.mark.parametrize("line", ["sep={}\r\n", '"sep={}"\r\n', "SEP={}\n"])
def test_a_separator_that_the_first_line_names_is_taken(separator: str, line: str) -> None:
    content = line.format(separator) + f"name{separator}note\nAnn{separator}a,b;c\n"
    if separator in ",;":
        content = content.replace("a,b;c", '"a,b;c"')
    file = io.BytesIO(content.encode("utf-8-sig"))
    table = tables.table(file, "x.csv", "")
    assert (table.header, list(table.rows())) == (["name", "note"], [(2, ["Ann", "a,b;c"])])
    assert ("named" if separator in "^:" else "separated by") in format_in_words(table.how).replace(
        "names", "named"
    )


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8-sig"])
def test_unicode_with_and_without_a_byte_order_mark_is_read(charset: str) -> None:
    header, rows, how = read(NAMES.encode(charset))
    assert (header, rows) == (["Kunde", "Ort"], [["Müller & Söhne", "Köln"], ["Bäckerei Groß", "Gießen"]])
    assert how == f"csv:{charset.upper()[:6].rstrip('-')}:semicolons"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_line_end_ends_a_row(end: str) -> None:
    content = end.join(["name;note", "Ann;x", f'Bo;"two{end}lines"', "Cy;y"])
    assert read(content.encode())[1] == [["Ann", "x"], ["Bo", "two\nlines"], ["Cy", "y"]]


def test_nul_characters_in_a_text_are_left_out_and_said() -> None:
    names = b"".join(b"Ann %d;Rome\n" % n for n in range(100))
    content = b"name;city\n\0\n" + names + b"B\0o;Os\0lo\n\0\nCy;Ulm\n"
    _header, rows, how = read(content)
    assert rows[-2:] == [["Bo", "Oslo"], ["Cy", "Ulm"]]
    assert (len(rows), format_in_words(how)) == (
        102,
        "UTF-8, separated by semicolons. 4 NUL characters are left out",
    )


def test_bytes_that_are_no_character_are_shown_and_said() -> None:
    content = ("name;city\n" + "Müller;Köln\n" * 5).encode("cp1252") + b"B\x81o;Oslo\n"
    _header, rows, how = read(content)
    assert rows == [["Müller", "Köln"]] * 5 + [["B\ufffdo", "Oslo"]]
    assert format_in_words(how) == (
        "Windows (western), separated by semicolons. 1 character cannot be read, and is shown as \ufffd"
    )


@pytest.mark.parametrize("content", [b"a;b;c;\n1;2;3;\n4;5;6\n", b"a;b;c\n1;2;3;;\n4;5;6;\n"])
def test_separators_at_the_end_of_a_row_add_nothing(content: bytes) -> None:
    assert read(content)[:2] == (["a", "b", "c"], [["1", "2", "3"], ["4", "5", "6"]])


def test_a_second_byte_order_mark_is_dropped() -> None:
    assert read("\ufeff\ufeffname;city\nAnn;\ufeffRome\n".encode())[:2] == (
        ["name", "city"],
        [["Ann", "Rome"]],
    )


def test_short_rows_are_padded_and_long_ones_stay() -> None:
    assert read(b"a,b,c\n1\n1,2,3,4\n1,2,3,,\n")[1] == [["1", "", ""], ["1", "2", "3", "4"], ["1", "2", "3"]]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "x.csv"),
        (b"\n\n", "x.csv"),
        (b"\x00\x01\x02\x03\x00", "x.csv"),
        (b"\xd0\xcf\x11\xe0old", "x.xls"),
        (b"PK\x03\x04nothing", "x.xlsx"),
        (b"a,b\n", "x.ods"),
        (b'a,b\n1,"' + b"x" * 300_000, "x.csv"),
    ],
)
def test_files_without_a_table_are_refused(content: bytes, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(content, name)
    assert refused.value.field == "file"


def test_a_workbook_is_read() -> None:
    content = book(
        ["Name", "Since", "Worth", "Active", "At"],
        ["Ann", date(2016, 7, 4), 12.5, True, datetime.fromisoformat("2016-07-04 13:45")],
        ["Bo", datetime.fromisoformat("2016-07-05"), 1000, False, None],
    )
    assert read(content, "x.xlsx") == (
        ["Name", "Since", "Worth", "Active", "At"],
        [
            ["Ann", "2016-07-04", "12.5", "true", "2016-07-04 13:45:00"],
            ["Bo", "2016-07-05", "1000", "false", ""],
        ],
        "xlsx",
    )


@pytest.mark.parametrize(
    ("number_format", "value", "shown"),
    [
        ("00000", 1067, "01067"),
        ("[$-407]00000", 1067, "01067"),
        ('"D-"00000', 1067, "D-01067"),
        ('"K-"0000', 42, "K-0042"),
        ("000\\-000", 12345, "012-345"),
        ("0000", 123456, "123456"),
        ("00-00", 12345, "123-45"),
        ("00000;-00000", 7.0, "00007"),
        ("0", 7, "7"),
        ("0.00", 7, "7"),
        ("#,##0.00", 1234.5, "1234.5"),
        ("0000", 1.5, "1.5"),
        ("0000", -3, "-3"),
        ("General", 12345678901234500.0, "12345678901234500"),
    ],
)
def test_a_number_keeps_the_zeros_of_its_format(number_format: str, value: float, shown: str) -> None:
    workbook = Book()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["name", "old number"])
    sheet.append(["Ann", value])
    sheet["B2"].number_format = number_format
    out = io.BytesIO()
    workbook.save(out)
    assert read(out.getvalue(), "x.xlsx")[1] == [["Ann", shown]]


def test_characters_that_are_written_by_their_code_are_read() -> None:
    written = ["A_x000D_\nB", "C_x000d_D", "E_x0007_F", "_x0041_ stays"]
    assert read(book(["a", "b", "c", "d"], list(written)), "x.xlsx")[1] == [
        ["A\nB", "C\nD", "E F", "_x0041_ stays"]
    ]


NUMBER = b'<c r="B2" t="n"><v>7</v></c>'


@pytest.mark.parametrize(
    ("instead", "shown"),
    [
        (b'<c r="B2" t="s"><v>999</v></c>', "#REF!"),
        (b'<c r="B2" t="s"><v>x</v></c>', "#REF!"),
        (b'<c r="B2" t="s"><v>-1</v></c>', "#REF!"),
        (b'<c r="B2" t="d"><v>2026-13-45</v></c>', "2026-13-45"),
        (b'<c r="B2" t="d"><v>2026-07-04</v></c>', "2026-07-04"),
        (b'<c r="B2" t="d"><v>2026-07-04T13:45:00Z</v></c>', "2026-07-04 13:45:00"),
        (b'<c r="B2" t="d"><v>2026-07-04T13:45:00.000</v></c>', "2026-07-04 13:45:00"),
        (b'<c r="B2" t="n"><v>NaN</v></c>', "#NUM!"),
        (b'<c r="B2"><v>Infinity</v></c>', "#NUM!"),
        (b'<c r="B2"><v>-INF</v></c>', "#NUM!"),
        (b'<c r="B2"><v>1.#INF</v></c>', "#NUM!"),
        (b'<c r="B2"><v>1e999</v></c>', "#NUM!"),
        (b'<c r="B2"><v>seven</v></c>', "seven"),
        (b'<c r="B2" t="b"><v>true</v></c>', "true"),
        (b'<c r="B2" t="b"><v>0</v></c>', "false"),
        (b'<c r="B2" t="e"><v>#N/A</v></c>', "#N/A"),
        (b'<c r="B2" t="str"><v>seven</v></c>', "seven"),
        (b'<c r="B2" t="str"><f>A1</f><v></v></c>', ""),
        (b'<c r="B2" t="inlineStr"><is><r><t>se</t></r><r><t>ven</t></r></is></c>', "seven"),
        (b'<c r="B2" t="inlineStr"><is><t>\xe6\x9d\xb1</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', "東"),
        (b'<c r="B2" t="inlineStr"><v>seven</v></c>', "seven"),
        (b'<c r="B2" t="str"><is><t>seven</t></is></c>', "seven"),
        (b'<c r="B2" t="inlineStr"/>', ""),
        (b'<c r="B2" t="unheard"><v>seven</v></c>', "seven"),
        (b'<c r="B2" s="x"><v>7</v></c>', "7"),
        (b'<c r="B2" s="-3"><v>7</v></c>', "7"),
        (b"<c><v>7</v></c>", "7"),
        (b'<c t="s"><v>999</v></c>', "#REF!"),
    ],
)
def test_a_cell_of_any_type_is_read_or_is_an_error_of_its_own(instead: bytes, shown: str) -> None:
    content = _with_cell(NUMBER, instead)
    assert read(content, "x.xlsx") == (["name", "old number"], [["Ann", shown]], "xlsx")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            '<row r="3"><c r="A3"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>',
            "Row 3 is written twice.",
        ),
        (
            '<row r="4"><c r="A4"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>',
            "Row 3 stands below row 4.",
        ),
        ('<row r="0"><c r="A3"><v>1</v></c></row>', "Row 0 is written twice."),
        ('<row r="3"><c r="B3"><v>1</v></c><c r="B3"><v>2</v></c></row>', "Cell B3 is written twice."),
    ],
)
def test_rows_that_are_written_twice_or_out_of_order_are_refused_in_words(rows: str, why: str) -> None:
    sheet = (SHEET % b"").replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    with pytest.raises(Refusal) as refused:
        read(parts(book(["x"], title="Book"), sheet1=sheet), "x.xlsx")
    assert refused.value.code == "invalid_file"
    assert str(refused.value.sentence) == f"The sheet “Book” cannot be read: {why}"


def test_cells_out_of_order_and_rows_without_a_number_are_read() -> None:
    rows = b'<row><c r="B3"><v>2</v></c><c r="A3"><v>1</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>'
    sheet = (SHEET % b"").replace(b"</sheetData>", rows + b"</sheetData>")
    assert read(parts(book(["x"]), sheet1=sheet), "x.xlsx")[1] == [["Ann", ""], ["1", "2"], ["3", "4"]]


def _without(content: bytes, *gone: str) -> bytes:
    """The workbook without these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name not in gone:
                after.writestr(name, before.read(name))
    return out.getvalue()


def test_a_workbook_without_its_texts_is_refused_and_one_without_styles_is_read() -> None:
    whole = book(["name", "old number"], ["Ann", 7])
    assert read(_without(whole, "xl/styles.xml"), "x.xlsx")[1] == [["Ann", "7"]]
    shared = b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    sheet = SHEET[: SHEET.index(b"<row")] + shared + b"</sheetData></worksheet>"
    with pytest.raises(Refusal) as refused:
        read(parts(whole, sheet1=sheet), "x.xlsx")
    assert refused.value.code == "invalid_file"
    assert str(refused.value.sentence) == (
        "The sheet “Customers” cannot be read: The texts of its cells are missing from the file."
    )


def test_a_workbook_in_the_strict_form_is_refused_with_the_way_out() -> None:
    """Every name in it is another; without this it would seem to have no table."""
    whole = zipfile.ZipFile(io.BytesIO(book(["name", "old number"], ["Ann", 7])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as strict:
        for part in whole.infolist():
            content = whole.read(part).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            strict.writestr(part.filename, content)
    with pytest.raises(Refusal) as refused:
        tables.sheets(out, "x.xlsx")
    assert str(refused.value.sentence) == "This workbook is saved as “Strict Open XML”, which cannot be read."
    assert "Excel workbook (.xlsx)" in str(refused.value.instead)


def test_dates_that_count_from_1904_are_read() -> None:
    workbook = Book()
    workbook.epoch = MAC_EPOCH
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["name", "since"])
    sheet.append(["Ann", date(2016, 7, 4)])
    out = io.BytesIO()
    workbook.save(out)
    assert b'date1904="1"' in zipfile.ZipFile(out).read("xl/workbook.xml")
    assert read(out.getvalue(), "x.xlsx")[1] == [["Ann", "2016-07-04"]]


def test_hidden_rows_hidden_sheets_and_merged_cells_are_said() -> None:
    workbook = Book()
    sheet = workbook.active
    assert sheet is not None
    for row in (["name", "city"], ["Ann", "Rome"], [None, "Oslo"], ["Bo", "Ulm"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[4].hidden = True
    workbook.create_sheet("Old 2019").sheet_state = "hidden"
    workbook.create_sheet("Sums").sheet_state = "veryHidden"
    workbook.create_sheet("Two").append(["a", "b"])
    out = io.BytesIO()
    workbook.save(out)
    _header, rows, how = read(out.getvalue(), "x.xlsx")
    assert rows == [["Ann", "Rome"], ["", "Oslo"], ["Bo", "Ulm"]]
    assert format_in_words(how) == (
        "Excel workbook. Hidden sheets are left out: Old 2019, Sums. 1 hidden row is read like the others."
        " 1 cell is merged over several rows: only its first row has the value"
    )
    assert read(out.getvalue(), "x.xlsx", "Two")[2] == "xlsx"


def test_a_style_that_is_not_defined_counts_as_none() -> None:
    content = _with_cell(b'<c r="B2" t="n"><v>7</v></c>', b'<c r="B2" s="99" t="n"><v>7</v></c>')
    assert read(content, "x.xlsx")[1] == [["Ann", "7"]]


def _with_cell(cell: bytes, instead: bytes) -> bytes:
    """A workbook in whose sheet one cell is written otherwise."""
    out = io.BytesIO()
    parts = io.BytesIO(book(["name", "old number"], ["Ann", 7]))
    with zipfile.ZipFile(parts) as archive, zipfile.ZipFile(out, "w") as changed:
        for part in archive.namelist():
            content = archive.read(part)
            if part.endswith("sheet1.xml"):
                assert cell in content
                content = content.replace(cell, instead)
            changed.writestr(part, content)
    return out.getvalue()


def test_only_visible_sheets_are_listed() -> None:
    workbook = Book()
    workbook.active.title = "One"  # type: ignore[union-attr]
    workbook.create_sheet("Hidden").sheet_state = "hidden"
    workbook.create_sheet("Two")
    out = io.BytesIO()
    workbook.save(out)
    assert tables.sheets(out, "x.xlsx") == ["One", "Two"]


def parts(content: bytes, **replaced: bytes) -> bytes:
    """Replace parts of the workbook, by their short names."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            short = name.rpartition("/")[2].partition(".")[0]
            after.writestr(name, replaced.get(short, before.read(name)))
    return out.getvalue()


SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>sum</t></is></c></row>'
    b'<row r="2"><c r="A2" t="inlineStr"><is><t>Ann</t></is></c>%s</row></sheetData></worksheet>'
)


def test_a_formula_counts_with_its_last_value() -> None:
    content = parts(book(["x"]), sheet1=SHEET % b'<c r="B2"><f>1+1</f><v>2</v></c>')
    assert read(content, "x.xlsx")[1] == [["Ann", "2"]]


@pytest.mark.parametrize(
    "cell", [b'<c r="B2"><f>1+1</f></c>', b'<c r="B2"><f>A1</f><v></v></c>', b'<c r="B2"><f>A1</f><v/></c>']
)
def test_an_uncomputed_formula_is_refused_with_its_cell(cell: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read(parts(book(["x"]), sheet1=SHEET % cell), "x.xlsx")
    assert (refused.value.code, "B2" in refused.value.sentence) == ("formulas_without_values", True)


def test_a_zip_bomb_is_refused_before_unpacking() -> None:
    """Three hundred megabytes of zeros in three hundred kilobytes."""
    tracemalloc.start()
    content = parts(book(["x"]), sheet1=b"<worksheet>" + b" " * 300_000_000)
    tracemalloc.reset_peak()
    with pytest.raises(Refusal) as refused:
        read(content, "x.xlsx")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.code == "too_large_unpacked"
    assert most < 20_000_000


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
BODY = SHEET.replace(b'<?xml version="1.0"?>', b"").replace(b"%s", b"").decode()


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>'


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS.encode() + BODY.encode(),
        (declared("UTF-8") + LAUGHS + BODY).encode(),
        (declared("UTF-8") + f"<!-- {'x' * 100_000} -->" + LAUGHS + BODY).encode(),
        (declared("UTF-8") + LAUGHS + BODY).encode("utf-8-sig"),
        (declared("UTF-16") + LAUGHS + BODY).encode("utf-16"),
        codecs.BOM_UTF16_BE + (declared("UTF-16") + LAUGHS + BODY).encode("utf-16-be"),
        (declared("UTF-16LE") + LAUGHS + BODY).encode("utf-16-le"),
        (declared("UTF-16BE") + LAUGHS + BODY).encode("utf-16-be"),
        (declared("UTF-32") + LAUGHS + BODY).encode("utf-32"),
        (declared("UTF-7") + LAUGHS + BODY).encode("utf-7"),
        declared("UTF-7").encode() + LAUGHS.encode("utf-7") + BODY.encode("utf-7"),
        (declared("cp037") + LAUGHS + BODY).encode("cp037"),
        declared("cp037").encode() + (LAUGHS + BODY).encode("cp037"),
        (declared("ISO-8859-1") + LAUGHS + BODY).encode("latin-1"),
        (declared("UTF-8") + "<!DOCTYPE worksheet SYSTEM 'file:///etc/passwd'>" + BODY).encode(),
    ],
    ids=range(15),
)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_document_type_is_refused_in_every_encoding(part: str, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read(replaced(parts(book(["x"]), sheet1=SHEET % b""), {part: content}), "x.xlsx")
    assert refused.value.code == "invalid_file"


def test_a_part_of_another_kind_is_not_unpacked_whole() -> None:
    """Styles are read whole, so they may not be as large as a sheet; also under the name of a sheet."""
    large = b"<styleSheet>" + bytes(range(0x20, 0x3B)) * 2_100_000 + b"</styleSheet>"
    for name in ("xl/styles.xml", "xl/worksheets/sheet2.xml", "xl/media/image1.png"):
        with pytest.raises(Refusal) as refused:
            read(replaced(parts(book(["x"]), sheet1=SHEET % b""), {name: large}), "x.xlsx")
        assert refused.value.code == "too_large_unpacked", name


def test_many_parts_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_TOGETHER", 10_000)
    many = {f"xl/media/image{n}.png": os.urandom(2_000) for n in range(10)}
    with pytest.raises(Refusal) as refused:
        read(replaced(parts(book(["x"]), sheet1=SHEET % b""), many), "x.xlsx")
    assert refused.value.code == "too_large_unpacked"
    with pytest.raises(Refusal):
        read(replaced(parts(book(["x"]), sheet1=SHEET % b""), {f"a{n}": b"" for n in range(2_001)}), "x.xlsx")


@pytest.mark.parametrize(
    ("rows", "most_cells"),
    [
        (b'<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>', 1_000),
        (b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(3, 40)), 100_000),
        (b'<row r="3"><c r="ZZZZZZZ3"><v>1</v></c></row>', 1_000),
    ],
)
def test_empty_rows_and_cells_that_a_sheet_claims_are_limited(
    rows: bytes, most_cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", most_cells)
    monkeypatch.setattr(workbook, "MOST_ROWS", 10_000)
    sheet = (SHEET % b"").replace(b"</sheetData>", rows + b"</sheetData>")
    with pytest.raises(Refusal) as refused:
        read(parts(book(["x"]), sheet1=sheet), "x.xlsx")
    assert refused.value.code in ("too_large_unpacked", "invalid_file")


def replaced(content: bytes, changes: dict[str, bytes]) -> bytes:
    """The workbook with these parts in place of its own, or beside them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in changes:
                after.writestr(name, before.read(name))
        for name, text in changes.items():
            after.writestr(name, text)
    return out.getvalue()


@pytest.mark.only_long
@pytest.mark.long
def test_many_rows_are_read_in_bounded_memory() -> None:
    """Rows already read are freed before the next ones come."""

    def lines() -> Iterator[bytes]:
        yield b"Customer ID,Company,Street,Zip,City,Phone,Email\n"
        for n in range(MANY):
            yield f"{n},Company {n} Ltd,Street {n},{n:05},City {n % 500},030 {n:07},info@c{n}.example\n".encode()

    file = io.BytesIO(b"".join(lines()))
    tracemalloc.start()
    table = tables.table(file, "x.csv", "")
    columns = [tables.Column(name) for name in table.header]
    count = 0
    for _, cells in table.rows():
        tables.look(columns, cells)
        count += 1
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == MANY
    assert most < 16_000_000  # four of them for the sample of the character set
    assert [column.filled for column in columns] == [MANY] * 7
    assert (columns[6].emails, columns[5].phones, columns[0].values) == (MANY, MANY, None)


def test_a_workbook_is_read_in_bounded_memory() -> None:
    workbook = Book(write_only=True)
    sheet = workbook.create_sheet("Customers")
    sheet.append(["Customer ID", "Company", "City"])
    for n in range(20_000):
        sheet.append([n, f"Company {n % 100}", "Rome"])
    out = io.BytesIO()
    workbook.save(out)
    tracemalloc.start()
    count = sum(1 for _ in tables.table(out, "x.xlsx", "Customers").rows())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, most < 12_000_000) == (20_000, True)
