"""Parse mails: all their content, without ever raising."""

from __future__ import annotations

import base64
import time
from dataclasses import fields as fields_of
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mail.corpus import BOUNCE, ODD, PLAIN, mail, multipart, part
from wellkept.mail import Address, ParsedMail, identify, parse
from wellkept.mail.plain_text import decode


def storable(value: object) -> bool:
    """Whether every string inside can be written to the database."""
    if isinstance(value, str):
        return "\x00" not in value and value.encode("utf-8") is not None
    if isinstance(value, tuple):
        return all(map(storable, value))
    if hasattr(value, "__dataclass_fields__"):
        return all(storable(getattr(value, f.name)) for f in fields_of(value))  # type: ignore[arg-type]
    return True


@pytest.mark.parametrize("name", ODD)
def test_every_odd_mail_is_parsed(name: str) -> None:
    began = time.monotonic()
    parsed = parse(ODD[name])
    assert isinstance(parsed, ParsedMail)
    assert storable(parsed)
    assert parsed.size == len(ODD[name])
    assert time.monotonic() - began < 20  # no measurement, a guard against running away


@given(st.binary(max_size=3000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_parsed(raw: bytes) -> None:
    assert storable(parse(raw))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a mail of the corpus with bytes cut, inserted, doubled or overwritten."""
    raw = bytearray(draw(st.sampled_from([m for m in ODD.values() if len(m) < 20_000])))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        length = draw(st.integers(0, 60))
        match draw(st.sampled_from(["cut", "put", "double", "over"])):
            case "cut":
                del raw[at : at + length]
            case "put":
                raw[at:at] = draw(st.binary(max_size=30))
            case "double":
                raw[at:at] = raw[at : at + length]
            case _:
                raw[at : at + length] = draw(
                    st.sampled_from([b"\x00", b"=?", b"\n\n", b"--XX", b'"', b"<", b"\xff"])
                )
    return bytes(raw)


@given(damaged())
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_damaged_mails_are_parsed(raw: bytes) -> None:
    assert storable(parse(raw))


HEADER_VALUES = st.text(
    alphabet=st.one_of(st.sampled_from("<>@\"(),;:[]\\=?*'% \t"), st.characters(codec="utf-8")), max_size=80
)


@given(HEADER_VALUES, HEADER_VALUES, HEADER_VALUES)
@settings(max_examples=300, deadline=None)
def test_any_header_fields_are_parsed(first: str, second: str, third: str) -> None:
    parsed = parse(
        mail(b"x\n", From=first, To=second, Cc=third, Message_ID=first, References=second, Subject=third, Date=first,
             Content_Type=second, Content_Disposition=third, Content_Transfer_Encoding=first)
    )  # fmt: skip
    assert storable(parsed)


def test_a_plain_letter_is_parsed() -> None:
    parsed = parse(PLAIN)
    assert parsed.sender == Address("erika@example.org", "Erika Muster")
    assert parsed.to == (Address("info@wellkept.example"),)
    assert parsed.subject == "The boiler is cold"
    assert parsed.date == datetime(2026, 11, 2, 7, 15, tzinfo=UTC)
    assert parsed.message_id == "a1@example.org"
    assert parsed.text == "Good morning,\nsince Friday there is no hot water.\nErika Muster"
    assert (parsed.new_text, parsed.history) == (parsed.text, "")
    assert parsed.may_be_answered
    assert parsed.defects == ()


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("encoded word, split inside a letter", "Grüße"),
        ("raw latin-1 subject", "Heißes Wasser"),
        ("raw utf-8 subject", "Heißes Wasser"),
        ("encoded word, unknown charset", "Heißes Wasser"),
        ("encoded word, broken base64", "=?utf-8?b?RXJ!!a2?="),
        ("nul in subject", "hot\ufffdwater"),
    ],
)
def test_subjects_are_decoded(name: str, subject: str) -> None:
    assert parse(ODD[name]).subject == subject


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("latin-1 labelled utf-8", "Grüße"),
        ("charset that is none", "Grüße"),
        ("charset zip", "Hello"),
        ("carriage returns", "Good morning,\nsince Friday there is no hot water.\nErika Muster"),
        ("body without head", "Just words."),
        ("multipart never closed", "Hello"),
        ("alternative", "Plain words"),
        ("mbox line first", "Good morning,\nsince Friday there is no hot water.\nErika Muster"),
        ("encoding unknown", "Hello"),
    ],
)
def test_letters_are_decoded(name: str, text: str) -> None:
    assert parse(ODD[name]).text == text


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("iso-8859-8-i", "iso8859_8", "שלום"),
        ("iso-8859-8-e", "iso8859_8", "שלום"),
        ("x-sjis", "cp932", "東京①"),
        ("windows-31j", "cp932", "東京①"),
        ("shift_jis", "cp932", "東京①"),
        ("x-gbk", "gb18030", "你好€"),
        ("gb2312", "gb18030", "你好€"),
        ("hz-gb-2312", "hz", "你好"),
        ("ks_c_5601-1987", "cp949", "안녕똠"),
        ("x-windows-949", "cp949", "안녕똠"),
        ("iso-2022-kr", "iso2022_kr", "안녕"),
        ("x-euc-jp", "euc_jp", "東京"),
        ("unicode-1-1-utf-7", "utf-7", "Grüße"),
        ("x-mac-roman", "mac_roman", "Grüße"),
        ("x-mac-cyrillic", "mac_cyrillic", "Привет"),
        ("x-mac-greek", "mac_greek", "Γειά"),
        ("x-mac-ce", "mac_latin2", "Żółw"),
        ("cp-850", "cp850", "Grüße"),
        ("IBM-850", "cp850", "Grüße"),
        ("cp65001", "utf-8", "Grüße"),
        ("utf8mb4", "utf-8", "Grüße"),
        ("utf8_general_ci", "utf-8", "Grüße"),
        ("latin-1", "cp1252", "„Grüße“"),
        ("ISO 8859-1", "cp1252", "„Grüße“"),
        ("windows 1252", "cp1252", "„Grüße“"),
        ("iso-8859-9", "cp1254", "İş"),
        ("utf-16", "utf-16-le", "Grüße"),
        ("utf-16", "utf-16", "Grüße"),
        ("utf-16be", "utf-16-be", "Grüße"),
        ('"utf-8"', "utf-8", "Grüße"),
        ("'utf-8'", "utf-8", "Grüße"),
        ("  utf-8  ", "utf-8", "Grüße"),
        ("utf-8 (Unicode)", "utf-8", "Grüße"),
        ("=utf-8", "utf-8", "Grüße"),
        ("utf-8, utf-8", "utf-8", "Grüße"),
    ],
)
def test_a_letter_is_read_under_every_label_of_its_character_set(label: str, codec: str, words: str) -> None:
    assert decode(words.encode(codec), label) == (words, True)
    labelled = label if label.isalnum() or label[0] == '"' else f'"{label}"'
    head = f"text/plain; charset={labelled}"
    coded = base64.b64encode(words.encode(codec))
    parsed = parse(mail(coded, Content_Type=head, Content_Transfer_Encoding="base64"))
    assert (parsed.text, parsed.defects) == (words, ())


@pytest.mark.parametrize("label", ["ansi", "x-unknown", "default", "unknown-8bit", "replacement", "", None])
@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_a_label_that_names_nothing_is_read_by_its_bytes(label: str | None, codec: str) -> None:
    assert decode("Grüße".encode(codec), label) == ("Grüße", label is None)


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("Müller <müller@bücher.example>", [("Müller", "müller@bücher.example")]),
        ("josé@例え.jp", [("", "josé@例え.jp")]),
        ("Erika <erika@xn--bcher-kva.example>", [("Erika", "erika@xn--bcher-kva.example")]),
        ("Team: a@x.example, Bo <b@x.example>;", [("", "a@x.example"), ("Bo", "b@x.example")]),
        ("undisclosed-recipients:;", []),
        (
            "Friends: Ann <ann@x.example>, bo@x.example;, Cy <cy@x.example>",
            [("Ann", "ann@x.example"), ("", "bo@x.example"), ("Cy", "cy@x.example")],
        ),
        (
            "A Group(Some people):Chris <c@(his host)public.example>, joe@x.example,John <j@x.example> (friend); (end)",
            [("Chris", "c@public.example"), ("", "joe@x.example"), ("John", "j@x.example")],
        ),
        ("ann@x.example (Ann Example)", [("Ann Example", "ann@x.example")]),
        ("Ann <ann(home)@x.example(host)>", [("Ann", "ann@x.example")]),
        ("ann (home) @ (host) x.example", [("", "ann@x.example")]),
        ("<@relay.example,@b.example:ann@x.example>", [("", "ann@x.example")]),
        ("Ann <@relay.example:ann@x.example>", [("Ann", "ann@x.example")]),
        ("Ann <ann @ x.example>", [("Ann", "ann@x.example")]),
        ('"ann"@x.example', [("", "ann@x.example")]),
        ('Ann <"ann.b"@x.example>', [("Ann", "ann.b@x.example")]),
        ("Erika @ Home <erika@x.example>", [("Erika @ Home", "erika@x.example")]),
        ("Ann <ann@x.example>, , <bo@x.example>", [("Ann", "ann@x.example"), ("", "bo@x.example")]),
        ("=?utf-8?q?M=C3=BCller=2C_Ann?= <ann@x.example>", [("Müller, Ann", "ann@x.example")]),
    ],
)
@pytest.mark.parametrize("field", ["From", "To", "Cc"])
def test_addresses_are_read_in_every_form(field: str, value: str, addresses: list[tuple[str, str]]) -> None:
    parsed = parse(mail(**{field: value}))
    expected = tuple(Address(email=email, name=name) for name, email in addresses)
    if field == "From":
        assert parsed.sender == next(iter(expected), None)
        assert ("more than one author" in parsed.defects, parsed.unconfirmed) == (len(expected) > 1,) * 2
    else:
        assert (parsed.to if field == "To" else parsed.cc) == expected


@pytest.mark.parametrize("piece", ["(", "<", " @ ", "(a", '"', "<(", "@(", " ", '"a"@'])
def test_a_field_of_one_piece_without_end_is_read_in_time(piece: str) -> None:
    began = time.monotonic()
    parse(mail(To=piece * (16_000 // len(piece)) + "@x.example"))
    assert time.monotonic() - began < 10  # no measurement, a guard against running away


@pytest.mark.parametrize("piece", [" ", "\t", " \t", " \r\n", "\t x"])
def test_a_letter_of_white_space_without_end_is_read_in_time(piece: str) -> None:
    began = time.monotonic()
    raw = mail((piece * (1_000_000 // len(piece)) + "x\n").encode())
    parse(raw)
    assert time.monotonic() - began < 10  # no measurement, a guard against running away
    assert identify(raw) == identify(raw.replace(b"x\n", b"x  \t\r\n\r\n"))


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_letter_that_is_not_the_ascii_it_says_is_decoded(charset: str) -> None:
    parsed = parse(mail("Grüße\n".encode(charset), Content_Type="text/plain; charset=us-ascii"))
    assert (parsed.text, parsed.defects) == (
        "Grüße",
        ("the letter is in another character set than it says",),
    )


ERIKA, EVE = "erika@example.org", "eve@evil.example"


@pytest.mark.parametrize(
    ("written", "email", "name"),
    [
        (f"{ERIKA} <{EVE}>", EVE, ERIKA),
        (f'"{ERIKA}" <{EVE}>', EVE, ERIKA),
        (f"'{ERIKA}' <{EVE}>", EVE, ERIKA),
        (f"{ERIKA} via Forum <{EVE}>", EVE, f"{ERIKA} via Forum"),
        (f"{ERIKA}\t<{EVE}>", EVE, ERIKA),
        (f"Erika <{ERIKA}> <{EVE}>", EVE, f"Erika <{ERIKA}>"),
        (f"(<{ERIKA}>) {EVE}", EVE, f"<{ERIKA}>"),
        (f'"\\"<{ERIKA}>" <{EVE}>', EVE, f'"<{ERIKA}>'),
        (f"=?utf-8?q?{ERIKA.replace('@', '=40')}?= <{EVE}>", EVE, ERIKA),
        (f"Muster, Erika <{ERIKA}>", ERIKA, "Muster, Erika"),
        (f"=?utf-8?q?Muster,_Erika?= <{ERIKA}>", ERIKA, "Muster, Erika"),
        (f'Erika "Muster <{ERIKA}>', ERIKA, 'Erika "Muster'),
        (f"Erika Muster [ext] <{ERIKA}>", ERIKA, "Erika Muster [ext]"),
        (f"Erika <mailto:{ERIKA}>", ERIKA, "Erika"),
        (f"{ERIKA} (Erika)", ERIKA, "Erika"),
    ],
)
def test_the_address_in_brackets_is_the_senders(written: str, email: str, name: str) -> None:
    parsed = parse(mail(From=written))
    assert (parsed.sender, parsed.unconfirmed) == (Address(email, name), False)


@pytest.mark.parametrize(
    "raw",
    [
        mail(From=f"{ERIKA}, Eve <{EVE}>"),
        mail(From=f"Erika <{ERIKA}>; Eve <{EVE}>"),
        f"From: {EVE}\n".encode() + PLAIN,
    ],
    ids=["bare", "semicolon", "two fields"],
)
def test_a_mail_of_several_authors_is_unconfirmed(raw: bytes) -> None:
    assert parse(raw).unconfirmed


def test_recipients_of_a_field_that_breaks_the_rules_are_found() -> None:
    written = f"Meier, Karin <k@x.example>, {ERIKA}, 'Lokal, Bert' <b@x.example>; {EVE}"
    assert parse(mail(Cc=written)).cc == (
        Address("k@x.example", "Meier, Karin"),
        Address(ERIKA),
        Address("b@x.example", "Lokal, Bert"),
        Address(EVE),
    )


@pytest.mark.parametrize("unit", ["(", ",", "<", '"', "a@", "<a,", '\\"', "<  ", "a@b.example <"])
def test_an_endless_sender_is_parsed_in_time(unit: str) -> None:
    began = time.monotonic()
    parse(mail(From=unit * (16_000 // len(unit))))
    assert time.monotonic() - began < 15  # no measurement, a guard against running away


def test_text_without_a_header_is_kept() -> None:
    assert "second line" in parse(ODD["prose without a head"]).text


def test_deep_nesting_keeps_the_text() -> None:
    parsed = parse(ODD["multiparts nested beyond reason"])
    assert "Hello" in parsed.text
    assert "nested too deep to be taken apart" in parsed.defects
    assert "deep" in parse(ODD["html nested beyond reason"]).text


@pytest.mark.parametrize(
    ("name", "message_id"),
    [
        ("Exchange Message-ID", "[b378dfc50603435b@microsoft.com]"),
        ("Message-ID without brackets", "abc@example.org"),
        ("Message-ID of blanks", ""),
        ("two Message-IDs", "other@example.org"),
    ],
)
def test_message_ids_are_found(name: str, message_id: str) -> None:
    assert parse(ODD[name]).message_id == message_id


def test_the_thread_starts_with_the_nearest_mail() -> None:
    parsed = parse(
        mail(References="<r1@x.example> <r2@x.example>\n <r3@x.example>", In_Reply_To="<r3@x.example>")
    )
    assert parsed.thread == ("r3@x.example", "r2@x.example", "r1@x.example")


def test_recipients_start_with_the_envelope() -> None:
    parsed = parse(b"Delivered-To: office+48279163@wellkept.example\n" + PLAIN)
    assert parsed.recipients == ("office+48279163@wellkept.example", "info@wellkept.example")


def test_html_alone_is_sanitised_and_converted() -> None:
    parsed = parse(ODD["html alone"])
    assert parsed.text == (
        "Dear all,\n\nno water since Friday.\nErika\n\n- one\n- two\n\n[Logo]xhere <http://example.org/a>"
    )
    for unwanted in ("script", "alert", "img", "track.example", "javascript", "style", "title"):
        assert unwanted not in parsed.html
    assert '<a href="http://example.org/a" rel="noopener noreferrer nofollow">here</a>' in parsed.html


def test_html_quotes_become_history() -> None:
    page = (
        "<div>Yes, please come.</div><br><div class=gmail_quote><div>On Mon, 2 Nov 2026 at 08:15, Office "
        "&lt;o@wellkept.example&gt; wrote:<br></div><blockquote>May we come on Friday?</blockquote></div>"
    )
    parsed = parse(mail(page.encode(), Content_Type="text/html"))
    assert parsed.new_text == "Yes, please come."
    assert "May we come on Friday?" in parsed.history


FORWARD = "On Mon, 2 Nov 2026, Office <o@w.example> wrote:\n> Friday?"
REPLIES = [
    ("english", "Yes.\n\nOn Mon, 2 Nov 2026 at 08:15, Office <o@w.example> wrote:\n> Friday?\n", "Yes."),
    ("german", "Ja, gern.\n\nAm 02.11.2026 um 08:15 schrieb Büro <o@w.example>:\n> Freitag?\n", "Ja, gern."),
    ("outlook", "Ja.\n\nVon: Büro <o@w.example>\nGesendet: 2. November 2026\nAn: Erika\n\nFrage\n", "Ja."),
    ("rule", "Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Büro\n\nFrage\n", "Ja."),
    ("bare quotes", "Yes.\n\n> Friday?\n> Or Monday?\n", "Yes."),
    ("forward", FORWARD, FORWARD),
    ("none", "From: Monday\nTo: Friday\nwe are away.", "From: Monday\nTo: Friday\nwe are away."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "new"), REPLIES, ids=[r[0] for r in REPLIES])
def test_new_text_is_split_from_the_history(name: str, text: str, new: str) -> None:
    assert parse(mail(text.encode())).new_text == new


def test_answers_between_quotes_are_never_hidden() -> None:
    text = "On Mon, 2 Nov 2026, Office <o@w.example> wrote:\n> Friday?\nYes.\n> Morning?\nNo, after three."
    assert parse(mail(("Hi,\n" + text).encode())).new_text == "Hi,\n" + text


@given(st.text(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_new_text_and_history_hold_every_word(text: str) -> None:
    parsed = parse(mail(text.encode("utf-8", "replace"), Content_Type="text/plain; charset=utf-8"))
    assert sorted(f"{parsed.new_text}\n{parsed.history}".split()) == sorted(parsed.text.split())


def test_attachments_are_kept() -> None:
    (photo,) = parse(ODD["attachment"]).attachments
    assert (photo.name, photo.media_type, photo.content[:4]) == ("boiler.png", "image/png", b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("attachment from another folder", "passwd"),
        ("attachment reads backwards", "afdp.exe"),
        ("attachment name in pieces", "Rechnung ü.pdf"),
        ("attachment name encoded word", "ü.pdf"),
        ("winmail", "winmail.dat"),
        ("forwarded as attachment", "The boiler is cold.eml"),
    ],
)
def test_attachment_names_are_decoded(name: str, shown: str) -> None:
    assert [a.name for a in parse(ODD[name]).attachments] == [shown]


def test_a_long_name_keeps_its_ending() -> None:
    (first,) = parse(ODD["attachment called aux with a long name"]).attachments
    assert first.name.endswith(".pdf")
    assert len(first.name) <= 124


def test_a_bounce_names_the_mail_and_the_recipient() -> None:
    parsed = parse(BOUNCE)
    assert parsed.bounce is not None
    assert parsed.bounce.message_ids == ("notice-7@wellkept.example",)
    (failed,) = parsed.bounce.recipients
    assert (failed.email, failed.action, failed.status) == ("gone@example.org", "failed", "5.1.1")
    assert failed.diagnostic == "550 5.1.1 no such user"
    assert parsed.bounce.final
    assert not parsed.may_be_answered


def test_a_bounce_in_prose_is_recognised() -> None:
    parsed = parse(ODD["bounce without a report"])
    assert parsed.bounce is not None
    assert parsed.bounce.message_ids == ("notice-7@wellkept.example",)
    assert parsed.bounce.recipients[0].email == "gone@example.org"


def test_a_delay_is_not_final() -> None:
    delayed = BOUNCE.replace(b"Action: failed", b"Action: delayed").replace(
        b"Status: 5.1.1", b"Status: 4.4.1"
    )
    bounce = parse(delayed).bounce
    assert bounce is not None
    assert not bounce.final


@pytest.mark.parametrize("name", ["out of office", "newsletter", "bounce", "no sender"])
def test_automatic_mail_is_never_answered(name: str) -> None:
    assert not parse(ODD[name]).may_be_answered


def test_spam_and_bulk_are_marked() -> None:
    assert parse(ODD["spam"]).spam
    assert parse(ODD["newsletter"]).bulk
    assert not parse(PLAIN).spam
    assert not parse(PLAIN).bulk


# Equal except for changes that carriers make.
SAME = {"plain", "carriage returns", "mbox line first"}

TRACES = (
    b"Return-Path: <erika@example.org>\nDelivered-To: office@wellkept.example\n"
    b"Received: from mx by us; Mon, 2 Nov 2026 08:15:01 +0100\nX-Spam-Score: 0.1\nDKIM-Signature: v=1; a=b\n"
)


@pytest.mark.parametrize(
    "other",
    [
        TRACES + PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN + b"\n\n",
        PLAIN.replace(b"Friday there", b"Friday there").replace(b"water.\n", b"water. \n"),
        b"From erika@example.org Mon Nov  2 08:15:00 2026\n" + PLAIN,
        PLAIN.replace(b"Subject: The boiler is cold", b"Subject: The boiler\n\tis cold"),
        PLAIN.replace(b"Subject:", b"SUBJECT:"),
    ],
    ids=["traces", "line ends", "empty end", "blank at line end", "mbox", "folding", "capitals"],
)
def test_carriers_changes_keep_the_hash(other: bytes) -> None:
    assert parse(other).content_hash == parse(PLAIN).content_hash


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace(b"Friday", b"Monday"),
        PLAIN.replace(b"cold", b"hot"),
        PLAIN.replace(b"erika@", b"erich@"),
        PLAIN.replace(b"08:15", b"08:16"),
        PLAIN.replace(b"\n\n", b"\n\n\n"),
    ],
    ids=["body", "subject", "sender", "date", "empty line inside"],
)
def test_another_mail_has_another_hash(other: bytes) -> None:
    assert parse(other).content_hash != parse(PLAIN).content_hash


def test_every_odd_mail_has_a_hash_of_its_own() -> None:
    hashes = {name: parse(raw).content_hash for name, raw in ODD.items() if name != "one newline"}
    alike = {frozenset(n for n, h in hashes.items() if h == first) for first in hashes.values()}
    assert {same for same in alike if len(same) > 1} == {frozenset(SAME)}


def test_two_texts_of_one_letter_are_joined() -> None:
    parsed = parse(multipart(part(b"Before\n"), part(b"x", "image/png; name=a.png"), part(b"After\n")))
    assert parsed.text == "Before\n\nAfter"
