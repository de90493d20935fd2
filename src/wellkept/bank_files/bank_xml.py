"""Parse XML of strangers: no entities, no DOCTYPE, no network, with limits, in any encoding that libxml2 knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from lxml import etree

from wellkept.bank_files.file_refusals import shown, unreadable, wrong
from wellkept.kernel.characters import clean_line
from wellkept.kernel.instants import has_bounds
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text, fill

MOST_BYTES = 32 * 1024 * 1024
LONGEST_TEXT = 2_000  # the longest field of these messages has 500 characters
_AMOUNT = re.compile(r"\+?([0-9]{1,18}(?:\.[0-9]{0,5})?|\.[0-9]{1,5})", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_DAY = re.compile(r"-?([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)


def parse_xml(raw: bytes) -> etree._Element:
    """Parse the file into a tree of elements without namespaces. The root keeps its own in the attribute `form`."""
    if len(raw) > MOST_BYTES:
        raise unreadable(_("The file is larger than %(size)s MB."), size=MOST_BYTES // 1024 // 1024)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        raise _no_xml(fault) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise unreadable(_("The file has a DOCTYPE. A bank sends none, so it is not read."))
    for element in root.iter():
        if not isinstance(element.tag, str):  # an entity of a stranger
            raise unreadable(_("The file has entities of its own. A bank sends none, so it is not read."))
        name = etree.QName(element)
        element.tag = name.localname
        if name.namespace:
            element.set("form", name.namespace.rpartition(":")[2])
    return root


def _no_xml(fault: Exception) -> Refusal:
    line = getattr(fault, "lineno", None)
    if line:
        return unreadable(_("Line %(line)s: The XML is damaged or cut off here."), line=line)
    return unreadable(_("The file is not XML that can be read."))


def place(element: etree._Element) -> Text:
    """Name the line of an element."""
    return fill(_("Line %(line)s"), line=element.sourceline)


def text(element: etree._Element, path: str) -> str:
    """Read the text at the path as one clean line; empty if it is not there."""
    return clean_line((element.findtext(path) or "")[:LONGEST_TEXT])


def texts(element: etree._Element, path: str) -> Iterator[str]:
    """Read each text at the path that is not empty."""
    for child in element.iterfind(path):
        if line := clean_line((child.text or "")[:LONGEST_TEXT]):
            yield line


def first(element: etree._Element, *paths: str) -> str:
    """Read the first text that is not empty."""
    return next((line for path in paths if (line := text(element, path))), "")


def needed(element: etree._Element, path: str) -> etree._Element:
    """Find a child that the message must have. Raise a refusal that names the element without it."""
    child = element.find(path)
    if child is None:
        raise wrong(
            place(element), _("%(child)s is missing in %(parent)s."), child=path, parent=str(element.tag)
        )
    return child


def money(element: etree._Element) -> Money:
    """Read an amount with its currency. Raise a refusal if it is none."""
    digits, currency = (element.text or "").strip(), (element.get("Ccy") or "").strip()
    if not _AMOUNT.fullmatch(digits) or len(digits.replace(".", "").lstrip("+0")) > 18:
        raise wrong(place(element), _("“%(text)s” is not an amount."), text=shown(digits))
    if not _CURRENCY.fullmatch(currency):
        raise wrong(place(element), _("“%(text)s” is not a currency."), text=shown(currency))
    return Money(Decimal(digits), currency)


def sign(element: etree._Element, path: str = "CdtDbtInd") -> int:
    """Read whether money came in (1) or went out (-1)."""
    word = text(element, path)
    if word not in ("CRDT", "DBIT"):
        raise wrong(place(element), _("It is neither a credit nor a debit: “%(text)s”."), text=shown(word))
    return 1 if word == "CRDT" else -1


def signed(amount: Money, factor: int) -> Money:
    """Give an amount its sign."""
    return amount if factor > 0 else Money(-amount.amount, amount.currency)


def day(element: etree._Element, *paths: str) -> date | None:
    """Read the first day at these paths, as the bank writes it. None if there is none."""
    child = next((child for path in paths if (child := element.find(path)) is not None), None)
    if child is None:
        return None
    words = (child.text or "").strip()
    match = _DAY.fullmatch(words)
    try:
        result = date.fromisoformat(match[1]) if match else None
    except ValueError:
        result = None
    if result is None or not has_bounds(result):
        raise wrong(place(child), _("“%(text)s” is not a day."), text=shown(words))
    return result
