"""Small tools to build XML: elements without empty ones, and numbers and dates as both syntaxes write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from lxml import etree

from wellkept.kernel.minor_units import minor_units, rounded

Child = etree._Element | None
MOST_DECIMALS = 2  # EN 16931 shows no more, whatever the currency


class Namespace:
    """Maker of the elements of one namespace. An element without content and children is not made."""

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def __call__(self, name: str, *children: Child | Iterable[Child]) -> Child:
        """Make an element with children, or nothing if no child is there."""
        element = etree.Element(f"{{{self.uri}}}{name}")
        for child in children:
            if isinstance(child, etree._Element):
                element.append(child)
            elif child is not None:
                element.extend([c for c in child if c is not None])
        return element if len(element) else None

    def empty(self, name: str) -> Child:
        """Make an element with nothing in it."""
        return etree.Element(f"{{{self.uri}}}{name}")

    def text(self, name: str, text: str, attributes: Mapping[str, str] | None = None) -> Child:
        """Make an element with text, or nothing for an empty text. Empty attributes are left out."""
        if not text:
            return None
        element = etree.Element(f"{{{self.uri}}}{name}")
        element.text = text
        for key, value in (attributes or {}).items():
            if value:
                element.set(key, value)
        return element


def document(uri: str, name: str, prefixes: Mapping[str | None, str], children: Iterable[Child]) -> bytes:
    """Write a whole document. The same children give the same bytes."""
    names = cast("dict[str, str]", dict(prefixes))  # the stubs do not know a prefix of None
    root = etree.Element(f"{{{uri}}}{name}", nsmap=names)
    root.extend([child for child in children if child is not None])
    etree.cleanup_namespaces(root, top_nsmap=names)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def amount(value: Decimal, currency: str) -> str:
    """Write an amount with the decimals of its currency. A third one is written only if it is not zero."""
    exact = rounded(value, currency)
    if minor_units(currency) > MOST_DECIMALS:
        short = exact.quantize(Decimal(1).scaleb(-MOST_DECIMALS))
        exact = short if short == exact else exact
    return f"{abs(exact) if exact == 0 else exact:f}"


def number(value: Decimal | None) -> str:
    """Write a quantity, a price or a rate as exactly as it is. None is empty."""
    if value is None:
        return ""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def day(value: date | None) -> str:
    """Write a date for UBL: `2026-11-30`."""
    return value.isoformat() if value else ""


def compact_day(value: date | None) -> str:
    """Write a date for CII, in its format 102: `20261130`."""
    return value.strftime("%Y%m%d") if value else ""
