"""Replies: new text apart from quotes and signatures, in the shapes of real programs, in English and German."""

from __future__ import annotations

import time

import pytest

from wellkept.mail.replies import split

# name: (the new words, what was put above them, what was put below them)
SHAPES: dict[str, tuple[str, str, str]] = {
    "Gmail": ("Works.", "", "On Mon, Nov 2, 2026 at 4:02 PM Lindenau <office@l.example>\nwrote:\n\n> Friday at ten?\n"),
    "Gmail, German": (
        "Passt.", "", "Am Mo., 2. Nov. 2026 um 16:02 Uhr schrieb Lindenau <\noffice@l.example>:\n\n> Freitag?\n"
    ),
    "Gmail on a telephone, German": (
        "Ja.", "", "Lindenau <office@l.example> schrieb am Mo., 2. Nov. 2026, 16:02:\n\n> Freitag?\n"
    ),
    "Apple": ("Yes.", "", "> On 2 Nov 2026, at 16:02, Lindenau <office@l.example> wrote:\n>\n> Friday?\n"),
    "iPhone, German": (
        "Ja.", "", "Von meinem iPhone gesendet\n\n> Am 02.11.2026 um 16:02 schrieb L <o@l.example>:\n>\n> Freitag?\n"
    ),
    "Outlook": (
        "Good morning,\n\nyes.\n\nKarin",
        "",
        "From: Lindenau <office@l.example>\nSent: Monday, November 2, 2026 4:02 PM\nTo: Doe, Jane <j@x.example>\n"
        "Cc: a@b.example\nSubject: Offer\n\nDear Jane\n",
    ),
    "Outlook, German": (
        "Guten Morgen,\n\nja.",
        "",
        "Von: Lindenau <office@l.example>\nGesendet: Montag, 2. November 2026 16:02\nAn: Meier, Karin\n"
        "Betreff: Angebot\n\nSehr geehrte Frau Meier\n",
    ),
    "Outlook with stars": (
        "ja", "", "*Von:* Lindenau <o@l.example>\n*Gesendet:* Montag, 2. November 2026\n*An:* x\n*Betreff:* y\n\nText\n"
    ),
    "Outlook with a rule": (
        "yes", "", "________________________________\nFrom: L <o@l.example>\nSent: Monday\nTo: x\nSubject: y\n\nText\n"
    ),
    "Outlook of old": ("yes", "", "-----Original Message-----\nFrom: L\nSent: Monday\nTo: x\nSubject: y\n\nText\n"),
    "Outlook of old, German": (
        "ja", "", "-----Ursprüngliche Nachricht-----\nVon: L\nGesendet: Montag\nAn: x\nBetreff: y\n\nText\n"
    ),
    "Outlook on a telephone": (
        "ok",
        "",
        "Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: L <o@l.example>\n"
        "Sent: Monday, November 2, 2026 4:02:11 PM\nTo: Jane <j@x.example>\nSubject: y\n\nText\n",
    ),
    "Samsung, German": (
        "Passt!",
        "",
        "Von meinem Galaxy gesendet\n\n-------- Ursprüngliche Nachricht --------\nVon: L <o@l.example>\n"
        "Datum: 01.11.26 18:00 (GMT+01:00)\nAn: Petra\nBetreff: Termin\n\nFreitag?\n",
    ),
    "Thunderbird": ("Yes.", "", "On 11/2/26 4:02 PM, Lindenau wrote:\n> Friday?\n"),
    "Thunderbird, German": ("Ja.", "", "Am 02.11.26 um 16:02 schrieb Lindenau Elektro:\n> Freitag?\n"),
    "GMX": (
        "ja", "", 'Gesendet: Montag, 02. November 2026 um 16:02 Uhr\nVon: "L" <o@l.example>\nAn: p@x.example\n'
        "Betreff: Termin\n\nFreitag?\n",
    ),
    "WEB.DE on a telephone": (
        "ja",
        "",
        "-- \nDiese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.\n\n"
        'Am 02.11.26, 16:02 schrieb "L" <o@l.example>:\n\nFreitag?\n',
    ),
    "Yahoo": ("ok", "", "On Monday, November 2, 2026 at 04:02:11 PM GMT+1, L <o@l.example> wrote:\n\nFriday?\n"),
    "Yahoo, German": (
        "ok", "", "Am Montag, 2. November 2026 um 16:02:11 MEZ hat L <o@l.example> Folgendes geschrieben:\n\nFreitag?\n"
    ),
    "forwarded with a word": (
        "Bitte erledigen.",
        "",
        "---------- Forwarded message ---------\nFrom: Kunde <k@x.example>\nDate: Mon\nSubject: kalt\n\nKein Wasser.\n",
    ),
    "below the quote": ("Yes, ten is fine.", "On 11/2/26 4:02 PM, L wrote:\n> Friday at ten?\n> Or later?\n", ""),
    "below the quote, German, signed": (
        "Ja, zehn passt.", "Am 02.11.26 um 16:02 schrieb Lindenau Elektro:\n> Freitag um zehn?\n", "-- \nPaul\n030 12"
    ),
    "below a quote of nobody": ("Yes.", "> Friday at ten?\n", ""),
    "signed": ("Kein Wasser.", "", "-- \nErika Muster\nTel 030 1"),
}  # fmt: skip

WHOLE = {
    "between the quotes": "Am 02.11.26 um 16:02 schrieb L:\n> Freitag um zehn?\nJa\n> Oder Samstag?\nNein",
    "only a forward": "---------- Weitergeleitete Nachricht ---------\nVon: K <k@x.example>\nDate: Mo\n\nKein Wasser.",
    "prose like a head": "On Monday we wrote: nothing works.\nPlease come.",
    "prose like a head, German": "Am Montag schrieb ich Ihnen schon: 3 Lampen sind aus.\nBitte kommen.",
    "only a signature": "-- \nErika Muster",
    "a list with dashes": "We need:\n--\none\n--\n" + "\n".join(f"item {n}" for n in range(30)),
    "a quote of one line first, then prose with more": "> a\nb\n> c\nd",
    "nothing": "",
}


@pytest.mark.parametrize("program", SHAPES)
def test_new_text_is_found_for_each_program(program: str) -> None:
    new, above, below = SHAPES[program]
    new, rest = split("\n\n".join(filter(None, (above, new, below))))
    assert new == new
    assert _lines(rest) == _lines(f"{below}\n{above}") or _lines(rest) == _lines(f"{above}\n{below}")


@pytest.mark.parametrize("letter", WHOLE)
def test_an_ambiguous_letter_is_shown_whole(letter: str) -> None:
    assert split(WHOLE[letter]) == (WHOLE[letter], "")


def test_hostile_letters_take_little_time() -> None:
    """Patterns meet text made to slow them down."""
    for hostile in (
        "On " * 40_000,
        "Am " + "x hat " * 20_000,
        ("a" * 100 + "<b@c> schrieb ") * 2000,
        "> " * 60_000,
        "-- \n" * 30_000,
        "Von meinem " * 20_000,
        "Sent from " * 20_000 + "\n",
        "\n" * 100_000,
    ):
        began = time.process_time()
        new, rest = split(hostile)
        assert time.process_time() - began < 2
        assert sorted(_lines(f"{new}\n{rest}")) == sorted(_lines(hostile))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
