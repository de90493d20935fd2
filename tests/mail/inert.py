"""Check that HTML cannot act, load or ask anything, by two parsers that did not sanitise it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from lxml import html

# Everything that a letter may contain. Anything else is a finding.
TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ),
    *(
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
    ),
    *("tfoot", "th", "thead", "tr", "u", "ul"),
}
ATTRIBUTES = {"href", "rel", "colspan", "rowspan"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")


def findings(fragment: str) -> list[str]:
    """List what is wrong, in words; nothing for harmless HTML."""
    return sorted({*_by_html5lib(fragment), *_by_lxml(fragment)})


def _by_html5lib(fragment: str) -> Iterator[str]:
    root = html5lib.parseFragment(fragment, container="div", namespaceHTMLElements=False)
    for element in root.iter():
        if element is not root:
            yield from _of(element)


def _by_lxml(fragment: str) -> Iterator[str]:
    if fragment.strip():
        for element in html.fragment_fromstring(fragment, create_parent="section").iterdescendants():
            yield from _of(element)


def _of(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield "a comment or an instruction"
        return
    tag = element.tag.lower()
    if tag not in TAGS:
        yield f"<{tag}>"
    for name, value in element.attrib.items():
        if str(name).lower() not in ATTRIBUTES:
            yield f"<{tag} {name}>"
        elif str(name).lower() == "href" and not str(value).lower().startswith(SCHEMES):
            yield f"<{tag} href={str(value)[:40]}>"
        elif str(name).lower() == "rel" and not {"noopener", "noreferrer"} <= set(str(value).split()):
            yield f"<{tag} rel={value}>"
