"""Papers as PDF, read by other code than wrote them: pypdf for the structure, PDFium for the text and the picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
from lxml import etree
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from tests.papers.papers import AT, XML, a_paper, from_the_states, rows

from wellkept.papers.factur_x_mark import NAMESPACE, mark_factur_x
from wellkept.papers.look import Look
from wellkept.papers.paper import Paper, Row, Section, Table
from wellkept.papers.typesetter import set_paper

XMP = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "fx": NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "extension": "http://www.aiim.org/pdfa/ns/extension/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}


def pdf_of(paper: Paper) -> bytes:
    return set_paper(paper, at=AT).pdf


def texts(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which it is read."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            lines = page.get_textpage()
            pages.append(lines.get_text_range().replace("\r\n", "\n"))
            lines.close()
            page.close()
        return pages
    finally:
        document.close()


def metadata(pdf: bytes) -> etree._Element:
    raw = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_object().get_data()
    return etree.fromstring(raw)


def said(pdf: bytes, name: str) -> str:
    """Read this name in the metadata, written as an element or as an attribute."""
    tree, (prefix, local) = metadata(pdf), name.split(":")
    words = tree.xpath(f"string(//{name}|//@{prefix}:{local})", namespaces=XMP)
    assert isinstance(words, str)
    return words


def elements(pdf: bytes) -> Iterator[DictionaryObject]:
    """Every element of the tree by which a screen reader reads the file."""
    waiting: list[object] = [PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            waiting += list(node)
        elif isinstance(node, DictionaryObject):
            if "/S" in node and node.get("/Type") != "/OBJR":
                yield node
            if "/K" in node:
                waiting.append(node["/K"])


def test_the_file_is_for_archives_and_for_screen_readers() -> None:
    pdf = pdf_of(a_paper())
    assert (said(pdf, "pdfaid:part"), said(pdf, "pdfaid:conformance"), said(pdf, "pdfuaid:part")) == (
        "3",
        "A",
        "1",
    )


def test_the_file_holds_all_that_an_archive_needs() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(a_paper())))
    root = reader.root_object
    assert not reader.is_encrypted
    assert "/JavaScript" not in root.get("/Names", {})
    assert "/OpenAction" not in root
    (intent,) = root["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        held = inner.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(held), "each font is in the file"
        assert "/ToUnicode" in font, "its letters can be copied and searched for"


def test_a_screen_reader_hears_the_title_the_headings_the_table_and_the_pictures() -> None:
    pdf = pdf_of(a_paper())
    root = PdfReader(io.BytesIO(pdf)).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert PdfReader(io.BytesIO(pdf)).metadata.title == "Invoice 4827-9163/I2"
    tags = [str(element["/S"]) for element in elements(pdf)]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(tags)
    figures = [element for element in elements(pdf) if element["/S"] == "/Figure"]
    assert {str(figure["/Alt"]) for figure in figures} == {
        "Payment code",
        "Code to scan: your number with us",
    }


def test_everything_given_stands_on_it() -> None:
    text = " ".join("\n".join(texts(pdf_of(a_paper()))).split())
    for words in (
        "Lindenau Elektro GmbH · Karl-Heine-Str. 12", "4827-9163/I2", "Lindner Bakery", "Hauptstraße 3",
        "Invoice number 2026-0042", "Lea Koch +49 341 123456", "Dear Ms Lindner", "Thank you.", "Device", "Work",
        "Heat pump number 3", "With its stand", "2 pcs €1,234.50 €2,469.00", "Net €12,345.00", "To pay €14,690.55",
        "IBAN DE12 5001 0517 0648 4898 90", "Scan it with your bank's app.", "HRB 1234", "Page 1 of 1",
    ):  # fmt: skip
        assert words in text


def test_its_own_words_are_in_the_language_of_the_paper() -> None:
    (text,) = texts(pdf_of(replace(a_paper(), language="de")))
    assert "Seite 1 von 1" in text
    assert "Menge" in text


@pytest.mark.parametrize(
    "words",
    ["#panic()", "*bold* _it_ $x$ `raw`", "@ref <label>", '"quote" \\ #let x = 1', "= no heading", "// c"],
)
def test_words_that_people_typed_are_text_and_nothing_else(words: str) -> None:
    (text,) = texts(pdf_of(a_paper(words=words)))
    assert words in text


def test_letters_that_no_font_here_has_are_written_in_latin_ones() -> None:
    done = set_paper(a_paper(recipient="王小明 Müller 👍"), at=AT)
    (text,) = texts(done.pdf)
    if done.romanized:
        assert done.romanized <= set("王小明👍")
    assert "Müller" in text
    assert "Petra" not in text
    known = {"王": "Wang", "小": "Xiao", "明": "Ming"}
    for letter, latin in known.items():
        assert (latin if letter in done.romanized else letter) in text


def test_a_long_table_repeats_its_head_and_leaves_no_title_alone() -> None:
    sections = tuple(Section(rows(7), f"Part {place}") for place in range(1, 31))
    pages = texts(pdf_of(replace(a_paper(), blocks=(Table(sections),))))
    assert len(pages) > 4
    for place, text in enumerate(pages):
        assert "Quantity" in text
        if place:
            assert "Invoice 4827-9163/I2" in text
        body = text.split("Lindenau Elektro GmbH\nLeipzig")[0].strip().splitlines()
        assert not body[-1].startswith("Part "), "a title stays with its first line"


def test_three_thousand_lines_are_set() -> None:
    pages = texts(pdf_of(a_paper(lines=3000)))
    assert "Heat pump number 3000\n" in "\n".join(pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_the_same_values_give_the_same_bytes() -> None:
    assert pdf_of(a_paper()) == pdf_of(a_paper())


def test_america_writes_on_its_own_format() -> None:
    sizes = [
        PdfReader(io.BytesIO(pdf_of(paper))).pages[0].mediabox
        for paper in (a_paper(), from_the_states(a_paper()))
    ]
    assert [(round(size.width), round(size.height)) for size in sizes] == [(595, 842), (612, 792)]


def test_an_invoice_holds_its_xml_and_says_so() -> None:
    plain = set_paper(a_paper(), at=AT, enclosure=XML).pdf
    marked = mark_factur_x(plain)
    reader = PdfReader(io.BytesIO(marked))
    assert reader.attachments == {"factur-x.xml": [b"<invoice/>"]}
    (part,) = reader.root_object["/AF"]
    part = part.get_object()
    assert (part["/AFRelationship"], part["/UF"]) == ("/Alternative", "factur-x.xml")
    stream = part["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/text/xml"
    assert stream["/Params"]["/ModDate"] == "D:20260302080000Z"
    assert [said(marked, f"fx:{name}") for name in ("DocumentType", "DocumentFileName", "Version")] == [
        "INVOICE",
        "factur-x.xml",
        "1.0",
    ]
    assert said(marked, "fx:ConformanceLevel") == "EN 16931"
    (schema,) = metadata(marked).xpath(f"//rdf:li[schema:namespaceURI='{NAMESPACE}']", namespaces=XMP)
    assert set(schema.xpath(".//property:name/text()", namespaces=XMP)) == {
        "DocumentFileName", "DocumentType", "Version", "ConformanceLevel",
    }  # fmt: skip
    assert len(metadata(marked).xpath("//extension:schemas", namespaces=XMP)) == 1
    for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
        assert said(marked, name) == said(plain, name) != ""
    assert texts(marked) == texts(plain)
    assert [tag["/S"] for tag in elements(marked)] == [tag["/S"] for tag in elements(plain)]


def a_logo(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (90, 30), (200, 0, 0)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_companys_logo_stands_at_the_top(kind: str) -> None:
    look = Look(logo=a_logo(kind), colour="#005500")
    assert look.refusal() is None
    document = pypdfium2.PdfDocument(set_paper(a_paper(), at=AT, look=look).pdf)
    picture = document[0].render(scale=1).to_pil().convert("RGB")
    red, green, blue = picture.getpixel((90, 80))
    assert red > 180
    assert green < 40
    assert blue < 40


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (Look(colour="red"), "colour"),
        (Look(colour="#ffee00"), "colour"),
        (Look(logo=b"<svg/>"), "logo"),
        (Look(logo=a_logo("PNG") + b"0" * 1_000_000), "logo"),
    ],
)
def test_a_look_that_cannot_be_printed_is_refused(look: Look, field: str) -> None:
    refusal = look.refusal()
    assert refusal is not None
    assert refusal.field == field


def test_a_line_without_an_amount_is_set_as_well() -> None:
    table = Table((Section((Row(words="Delivered free of charge"),)),))
    (text,) = texts(pdf_of(replace(a_paper(), blocks=(table,))))
    assert "Delivered free of charge" in text
