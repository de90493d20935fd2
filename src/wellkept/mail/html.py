"""HTML of a mail: sanitised for showing, and converted to text.

The parser (libxml2) stops at 256 levels and stays linear on hostile input. The sanitiser (ammonia) is exact
but quadratic in depth. So it only gets balanced, shallow HTML from the parser.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass

import nh3
from lxml import etree

from wellkept.kernel.characters import mark_refused
from wellkept.mail.plain_text import clean

LONGEST = 400_000  # characters of HTML that are read

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4"),
    *("h5", "h6", "hr", "i", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
ABSOLUTE = ("http://", "https://", "mailto:", "tel:")

UNSEEN = {
    "script",
    "style",
    "head",
    "title",
    "template",
    "noscript",
    "object",
    "svg",
    "math",
    "iframe",
    "select",
}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"),
    *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"),
    *("section", "table", "tr", "ul"),
}
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"}

DEEPEST_QUOTE = 6
SPACES = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """HTML sanitised (empty if unreadable), and as text."""

    safe: str
    text: str
    complete: bool


def read(source: str) -> Page:
    """Sanitise and convert. Never raises. HTML nested too deep is stripped of its tags and kept as text."""
    cut = len(source) > LONGEST
    source = source[:LONGEST]
    if not source.strip():
        return Page("", "", complete=True)
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(source.encode(), parser)
        too_deep = any("depth" in entry.message.lower() for entry in parser.error_log)
        if root is None or too_deep:
            return Page("", _stripped(source), complete=root is None)
        text = _text(root)
        safe = _safe(etree.tostring(root, encoding="unicode", method="html"))
    except (etree.LxmlError, ValueError, RecursionError, AssertionError):
        return Page("", _stripped(source), complete=False)
    return Page(safe, text, complete=not cut)


def _safe(balanced: str) -> str:
    """Sanitise balanced HTML."""
    # A link's address was judged with all its characters, so that none of them may be dropped after it.
    return mark_refused(
        nh3.clean(
            balanced,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            attribute_filter=_elsewhere,
            clean_content_tags=UNSEEN,
            link_rel="noopener noreferrer nofollow",
            strip_comments=True,
        )
    ).strip()


def _elsewhere(tag: str, attribute: str, value: str) -> str | None:
    """Drop links without a scheme, which would lead to our own pages."""
    if attribute == "href" and not value.strip().lower().startswith(ABSOLUTE):
        return None
    return value


def _stripped(source: str) -> str:
    """Remove tags."""
    return clean(_tidy(entities.unescape(re.sub(r"<[^<>]*>", " ", source))))


def _text(root: etree._Element) -> str:
    """Convert to text: paragraphs apart, lists with dashes, links with their address, quotes with >."""
    writer = _Writer()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        writer.start(element) if event == "start" else writer.end(element)
    return clean(_tidy(writer.text())[:LONGEST])


def _tidy(text: str) -> str:
    """Remove trailing blanks and extra blank lines."""
    lines = (line.rstrip() for line in text.split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n ")


class _Writer:
    """Collector of text lines while the tree is walked."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._unseen = 0
        self._literal = 0

    def text(self) -> str:
        self._break()
        return "\n".join(self._lines)

    def start(self, element: etree._Element) -> None:
        tag = _name(element)
        if tag in UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        if tag in BLOCKS:
            self._break(apart=tag in APART)
        if tag == "blockquote":
            self._quotes += 1
        if tag == "br":
            self._break(always=True)
        elif tag == "hr":
            self._say("----------")
            self._break()
        elif tag == "li":
            self._line.append("- ")
        elif tag in {"td", "th"} and self._line:
            self._line.append("  ")
        elif tag == "img" and (instead := (element.get("alt") or "").strip()):
            self._say(f"[{instead[:200]}]")
        elif tag == "pre":
            self._literal += 1
        self._say(element.text)

    def end(self, element: etree._Element) -> None:
        tag = _name(element)
        if self._unseen:
            self._unseen -= tag in UNSEEN
        else:
            if tag == "a":
                self._say_address(element)
            if tag in BLOCKS:
                self._break(apart=tag in APART)
            if tag == "blockquote":
                self._quotes -= 1
            self._literal -= tag == "pre"
        if not self._unseen:
            self._say(element.tail)

    def _say(self, words: str | None) -> None:
        """Add text to the line, white space collapsed outside <pre>."""
        if not words:
            return
        if self._literal:
            first, *rest = words.split("\n")
            self._line.append(first)
            for line in rest:
                self._break(always=True)
                self._line.append(line)
        else:
            words = SPACES.sub(" ", words)
            if not self._line or self._line[-1].endswith(" "):
                words = words.lstrip(" ")
            if words:
                self._line.append(words)

    def _say_address(self, link: etree._Element) -> None:
        """Add a link's address unless the text shows it."""
        address = (link.get("href") or "").strip()[:2000]
        shown = "".join(map(str, link.itertext()))
        plain = address.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
        if address.startswith(("http:", "https:", "mailto:")) and plain not in shown and shown.strip():
            self._line.append(f" <{address}>")

    def _break(self, *, always: bool = False, apart: bool = False) -> None:
        """End the line, and perhaps add a blank one."""
        line = "".join(self._line)
        self._line = []
        if line.strip() or always:
            self._lines.append("> " * min(self._quotes, DEEPEST_QUOTE) + line)
        if apart and self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * min(self._quotes, DEEPEST_QUOTE)).rstrip())


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""
