"""Payment codes are drawn as SVG, and a decoder that did not draw them reads what was asked."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
import resvg_py
import zxingcpp
from PIL import Image

from wellkept.bank_files import BankParty, PostalAddress, epc_code, swiss_payment_part, swiss_reference
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal

WE = BankParty("Lindenau Elektro Größe", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX")
SWISS = BankParty(
    "Glarner AG", "CH93 0076 2011 6238 5295 7", address=PostalAddress("Zürich", "CH", "Gasse", "2", "8001")
)
QR_IBAN = "CH4431999123000889012"
RF = "RF8241801638I2"


def money(amount: str, currency: str = "EUR") -> Money:
    return Money(Decimal(amount), currency)


def decoded(svg: str) -> list[str]:
    png = resvg_py.svg_to_bytes(svg_string=svg, zoom=4, dpi=96, background="#ffffff", skip_system_fonts=True)
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(bytes(png))).convert("L"))
    return code.text.splitlines()


def test_the_code_of_a_transfer_is_read_by_another_decoder() -> None:
    assert decoded(epc_code(WE, money("12.50"), reference="RF82 4180 1638 I2")) == [
        *(
            "BCD",
            "002",
            "1",
            "SCT",
            "COBADEFFXXX",
            "Lindenau Elektro Größe",
            "DE89370400440532013000",
            "EUR12.5",
        ),
        *("", RF),
    ]
    assert decoded(epc_code(replace(WE, bic=""), money("999999999.99"), text="4180-1638/I2\nx"))[7:] == [
        *("EUR999999999.99", "", "", "4180-1638/I2 x")
    ]


def test_a_line_end_in_a_name_moves_no_field() -> None:
    lines = decoded(epc_code(replace(WE, name="Evil\nAT611904300234573201"), money("1"), text="x"))
    assert lines[5:7] == ["Evil AT611904300234573201", "DE89370400440532013000"]


@pytest.mark.parametrize(
    ("party", "amount", "words", "sentence"),
    [
        (WE, money("1", "CHF"), {"text": "x"}, "SEPA carries euros only, and this amount is in CHF."),
        (
            WE,
            money("0"),
            {"text": "x"},
            "The amount must be whole cents between 0.01 and 999,999,999.99 euros.",
        ),
        (WE, money("1"), {}, "It needs either a reference or a text."),
        (WE, money("1"), {"text": "x", "reference": RF}, "It needs either a reference or a text."),
        (WE, money("1"), {"reference": "RF00"}, "“RF00” is no reference after ISO 11649."),
        (WE, money("1"), {"text": "x" * 141}, "The text has more than 140 characters."),
        (replace(WE, name="x" * 71), money("1"), {"text": "x"}, "The name has more than 70 characters."),
        (
            replace(WE, name="ß" * 70),
            money("1"),
            {"text": "€" * 140},
            "Name and text together are longer than 331 bytes.",
        ),
        (
            replace(WE, iban="DE88"),
            money("1"),
            {"text": "x"},
            "“DE88” is no IBAN: a character is wrong or missing.",
        ),
    ],
)
def test_a_code_that_no_app_would_pay_is_refused(
    party: BankParty, amount: Money, words: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refusal) as caught:
        epc_code(party, amount, **words)
    assert caught.value.in_words() == f"Payment code: {sentence}"


def test_the_swiss_code_is_read_by_another_decoder() -> None:
    payer = BankParty("Ana", "", address=PostalAddress("Bern", "CH", "", "", "3000"))
    lines = decoded(
        swiss_payment_part(SWISS, money("1949.75", "CHF"), reference=RF, text="Danke", payer=payer)
    )
    assert lines == [
        *(
            "SPC",
            "0200",
            "1",
            "CH9300762011623852957",
            "S",
            "Glarner AG",
            "Gasse",
            "2",
            "8001",
            "Zürich",
            "CH",
        ),
        *[""] * 7,
        *("1949.75", "CHF", "S", "Ana", "", "", "3000", "Bern", "CH", "SCOR", RF, "Danke", "EPD"),
    ]
    qrr = swiss_reference("41801638", "I2")
    with_qrr = decoded(swiss_payment_part(replace(SWISS, iban=QR_IBAN), money("5", "EUR"), reference=qrr))
    assert (with_qrr[3], with_qrr[18:20], with_qrr[27:29]) == (QR_IBAN, ["5.00", "EUR"], ["QRR", qrr])
    left_open = decoded(swiss_payment_part(SWISS, None))
    assert (left_open[18:20], left_open[27]) == (["", "CHF"], "NON")


@pytest.mark.parametrize("language", ["en", "de", "fr", "it"])
def test_the_slip_is_printed_in_the_languages_of_switzerland(language: str) -> None:
    titles = {"en": "Payment part", "de": "Zahlteil", "fr": "Section paiement", "it": "Sezione pagamento"}
    svg = swiss_payment_part(SWISS, money("5", "CHF"), language=language)  # type: ignore[arg-type]
    assert titles[language] in svg


@pytest.mark.parametrize(
    ("party", "amount", "words", "sentence"),
    [
        (
            replace(SWISS, iban=WE.iban),
            money("1", "CHF"),
            {},
            "It needs an account in Switzerland or Liechtenstein, with a valid IBAN.",
        ),
        (SWISS, money("1", "USD"), {}, "It carries francs or euros, and this amount is in USD."),
        (
            SWISS,
            money("1000000000", "CHF"),
            {},
            "The amount must be whole hundredths between 0.01 and 999,999,999.99.",
        ),
        (
            replace(SWISS, iban=QR_IBAN),
            money("1", "CHF"),
            {"reference": RF},
            "A QR-IBAN needs a QR reference of 27 digits, and another IBAN must not have one.",
        ),
        (
            SWISS,
            money("1", "CHF"),
            {"reference": swiss_reference("41801638", "I2")},
            "A QR-IBAN needs a QR reference of 27 digits, and another IBAN must not have one.",
        ),
        (
            SWISS,
            money("1", "CHF"),
            {"reference": "RF00"},
            "“RF00” is neither a QR reference nor one after ISO 11649.",
        ),
        (SWISS, money("1", "CHF"), {"text": "x" * 141}, "The text has more than 140 characters."),
        (SWISS, money("1", "CHF"), {"text": "Ωmega"}, "The character “Ω” is not allowed in it."),
        (
            replace(SWISS, address=None),
            money("1", "CHF"),
            {},
            "It needs the name with postcode, town and country, in parts.",
        ),
        (
            replace(SWISS, name="x" * 71),
            money("1", "CHF"),
            {},
            f"“{'x' * 59}…” is longer than 70 characters.",
        ),
    ],
)
def test_a_swiss_slip_that_no_bank_would_take_is_refused(
    party: BankParty, amount: Money, words: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refusal) as caught:
        swiss_payment_part(party, amount, **words)  # type: ignore[arg-type]
    assert caught.value.in_words() == f"Swiss payment part: {sentence}"
