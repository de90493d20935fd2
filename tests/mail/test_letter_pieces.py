"""Letters of several pieces: every word of theirs is read, in its order, and none twice."""

from __future__ import annotations

import base64
import re

import pytest

from tests.mail.corpus import mail, multipart, part
from wellkept.mail import parse

PAGE = "text/html; charset=utf-8"
PDF = part(b"%PDF", "application/pdf; name=plan.pdf")
FOOTER = "This mail was scanned."


def named(words: bytes, media: str = "text/plain", name: str = "letter.txt") -> bytes:
    """A part as programs write it that give every part a file name."""
    return part(
        words, f'{media}; charset=utf-8; name="{name}"', Content_Disposition=f"inline; filename={name}"
    )


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (
            [part(b"<p>The pump is broken.</p>", PAGE), part(FOOTER.encode())],
            f"The pump is broken.\n\n{FOOTER}",
        ),
        (
            [part(b"The pump is broken.\n"), part(f"<p>{FOOTER}</p>".encode(), PAGE)],
            f"The pump is broken.\n\n{FOOTER}",
        ),
        ([part(b"Before\n"), PDF, part(b"<p>Cancel the order.</p>", PAGE)], "Before\n\nCancel the order."),
        ([part(b"<p>Before</p>", PAGE), PDF, part(b"<p>After</p>", PAGE)], "Before\n\nAfter"),
        ([part(b"Hello, world.\n"), part(b"<p>Hello,  <b>world</b>.</p>", PAGE)], "Hello, world."),
    ],
    ids=[
        "footer below a page",
        "page below a text",
        "a page behind a file",
        "two pages",
        "both forms side by side",
    ],
)
def test_every_piece_of_a_letter_is_read_once(pieces: list[bytes], text: str) -> None:
    parsed = parse(multipart(*pieces))
    assert (parsed.text, parsed.new_text) == (text, text)
    shown = re.sub(r"<[^>]+>", "", parsed.html)
    assert all(words in " ".join(shown.split()) for words in text.split("\n\n"))


def test_a_footer_beside_two_forms_of_a_letter_stands_below_them() -> None:
    forms = multipart(
        part(b"Plain words\n"), part(b"<p>Rich words</p>", PAGE), kind="alternative", boundary="YY"
    )
    head, _, body = forms.partition(b"\n\n")
    inner = b'Content-Type: multipart/alternative; boundary="YY"\n\n' + body
    assert b"boundary" in head
    parsed = parse(multipart(inner, part(FOOTER.encode())))
    assert parsed.text == f"Plain words\n\n{FOOTER}"
    assert parsed.html == f"<p>Rich words</p>\n<hr>\n<p>{FOOTER}</p>"


def test_a_form_of_several_pieces_is_read_whole() -> None:
    """A blank text is no form to read: the words stand around the file in the other one."""
    pages = multipart(part(b"<p>Before</p>", PAGE), PDF, part(b"<p>After</p>", PAGE), boundary="YY")
    inner = b'Content-Type: multipart/mixed; boundary="YY"\n\n' + pages.partition(b"\n\n")[2]
    parsed = parse(multipart(part(b" \n"), inner, kind="alternative"))
    assert (parsed.text, [file.name for file in parsed.attachments]) == ("Before\n\nAfter", ["plan.pdf"])


def test_a_letter_with_a_file_name_is_read() -> None:
    alone = parse(mail(b"The pump is broken.\n", Content_Type='text/plain; name="letter.txt"'))
    assert (alone.text, alone.attachments) == ("The pump is broken.", ())
    beside = parse(multipart(named(b"The pump is broken.\n"), PDF))
    assert (beside.text, [file.name for file in beside.attachments]) == (
        "The pump is broken.",
        ["letter.txt", "plan.pdf"],
    )
    page = parse(multipart(named(b"<p>The pump is broken.</p>", "text/html", "letter.html"), kind="related"))
    assert page.text == "The pump is broken."
    assert page.html == "<p>The pump is broken.</p>"


def test_a_text_file_beside_a_letter_stays_a_file() -> None:
    parsed = parse(multipart(part(b"See the list.\n"), named(b"1 pump\n", name="list.txt")))
    assert (parsed.text, [file.name for file in parsed.attachments]) == ("See the list.", ["list.txt"])


def test_a_text_of_a_rare_kind_is_read_and_one_for_programs_is_not() -> None:
    assert parse(mail(b"Hello *there*\n", Content_Type="text/markdown")).text == "Hello *there*"
    invitation = parse(mail(b"BEGIN:VCALENDAR\n", Content_Type="text/calendar; method=REQUEST"))
    assert (invitation.text, [file.name for file in invitation.attachments]) == ("", ["attachment.ics"])


@pytest.mark.parametrize(
    "encoding",
    [
        "quoted-printable",
        "Quoted-Printable;",
        "quoted-printable (was 8bit)",
        " quoted_printable ",
        "quotedprintable",
    ],
)
def test_the_transfer_encoding_is_known_in_every_spelling(encoding: str) -> None:
    assert parse(mail(b"Gr=C3=BC=C3=9Fe\n", Content_Transfer_Encoding=encoding)).text == "Grüße"


@pytest.mark.parametrize("encoding", ["base64;", "Base64 (by the gateway)", "base-64"])
def test_a_file_is_decoded_under_every_spelling_of_its_encoding(encoding: str) -> None:
    file = part(
        base64.b64encode(b"%PDF-1.7"), "application/pdf; name=a.pdf", Content_Transfer_Encoding=encoding
    )
    assert parse(multipart(part(b"Hello\n"), file)).attachments[0].content == b"%PDF-1.7"
