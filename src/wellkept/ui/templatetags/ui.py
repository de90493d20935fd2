"""The parts as template tags. They are typed functions: a misspelt part or argument stops the page from loading.

The library is a builtin of the template engine, so no `{% load %}` is needed. What only needs a class is plain
HTML and stands in the gallery beside these.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.ui import fields
from wellkept.ui.icons import PATHS
from wellkept.ui.laws import HEADLINES
from wellkept.ui.phrases import Phrase
from wellkept.ui.ribbon import Ribbon, Size, Span, draw

register = template.Library()

CHIPS = ("us", "customer", "third", "open", "kept", "moved", "broken", "released", "plain")
SIZES = ("small", "medium", "large")
HUES = 8


class Misused(template.TemplateSyntaxError):
    """Raised if a part gets an unknown argument, so that the mistake is noticed."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn sign, hidden from screen readers: put a word beside it, or a hidden one."""
    if name not in PATHS:
        raise Misused(f"There is no icon {name!r}. There are: {', '.join(PATHS)}.")
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        PATHS[name],
    )


@register.simple_tag
def chip(words: str, kind: str = "plain", *, bare: bool = False) -> SafeString:
    """A state in words with its mark: a court (us, customer, third) or a promise (open, kept, moved, broken)."""
    if kind not in CHIPS:
        raise Misused(f"There is no chip {kind!r}. There are: {', '.join(CHIPS)}.")
    mark = format_html('<span class="mark {}" aria-hidden="true"></span>', kind) if kind != "plain" else ""
    return format_html(
        '<span class="chip {}{}">{}<span>{}</span></span>', kind, " bare" if bare else "", mark, words
    )


@register.simple_tag
def avatar(name: str, *, key: object = None, size: str = "medium", photo: str = "") -> SafeString:
    """A face: the photo, else the initials on a colour that stays the same for `key` (else the name)."""
    if size not in SIZES:
        raise Misused(f"An avatar is one of {', '.join(SIZES)}, not {size!r}.")
    inside = format_html('<img src="{}" alt="">', photo) if photo else initials(name)
    return format_html(
        '<span class="avatar {} hue-{}" aria-hidden="true" title="{}">{}</span>',
        size,
        hue(name if key is None else key),
        name,
        inside,
    )


def initials(name: str) -> str:
    """At most two letters: of the first and the last word that begin with a letter or digit."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def hue(key: object) -> int:
    """One of the eight colours, the same one for the same key in every process; neighbouring keys differ."""
    if isinstance(key, int):
        return key % HUES
    return zlib.crc32(str(key).encode()) % HUES


@register.simple_tag
def person(
    name: str, line: str = "", *, phone: str = "", mail: str = "", key: object = None, size: str = "medium"
) -> SafeString:
    """A person to talk to: face, name, role, and how to reach them."""
    return SafeString(
        render_to_string(
            "ui/parts/person.html",
            {"name": name, "line": line, "phone": phone, "mail": mail, "key": key, "size": size},
        )
    )


@register.simple_tag
def rail(stages: Sequence[object]) -> SafeString:
    """The stage rail. A stage has `name`, `state` (done, current, ahead), and `line` or the goals `theirs`, `ours`."""
    return SafeString(render_to_string("ui/parts/rail.html", {"stages": stages}))


@register.simple_tag
def steps(entries: Sequence[object]) -> SafeString:
    """The customer's steps. Each has `name`, `state` (done, current, ahead), `when`, and perhaps `href` and `link`."""
    return SafeString(render_to_string("ui/parts/steps.html", {"entries": entries}))


@register.simple_tag
def refusal(refused: Refusal, *, level: Literal[2, 3] = 3) -> SafeString:
    """A refusal: the sentence, what to do instead, and the law behind it. `level` is that of its heading."""
    return SafeString(
        render_to_string(
            "ui/parts/refusal.html",
            {
                "refused": refused,
                "level": level,
                "instead": refused.instead,
                "law": refused.law,
                "headline": HEADLINES.get(refused.law) if refused.law else None,
            },
        )
    )


@register.simple_tag
def field(
    bound: BoundField,
    *,
    hint: str = "",
    label: str = "",
    optional: bool = False,
    placeholder: str = "",
    short: bool = False,
) -> SafeString:
    """A form field with label, hint, error and the right looks; after an error it comes back filled."""
    return fields.render(
        bound, hint=hint, label=label, optional=optional, placeholder=placeholder, short=short
    )


@register.simple_tag
def progress(value: int, most: int, words: str) -> SafeString:
    """A progress bar with its words: how far, and of how much."""
    return format_html(
        '<div class="progress"><span>{}</span><progress value="{}" max="{}" aria-label="{}"></progress></div>',
        words,
        value,
        most,
        words,
    )


@register.simple_tag
def code(text: str, *, label: str = "") -> SafeString:
    """Text to copy, with a button that copies it."""
    return SafeString(
        render_to_string("ui/parts/code.html", {"text": text, "label": label or _("Copy to the clipboard")})
    )


@register.simple_tag
def keys(*names: str) -> SafeString:
    """Keys to press, drawn as keys."""
    return format_html_join(" ", "<kbd>{}</kbd>", ((name,) for name in names))


@register.simple_tag
def marked(parts: Iterable[tuple[str, bool]]) -> SafeString:
    """Words in parts; the parts that match a search are marked."""
    return format_html_join("", "{}", ((_mark(text) if asked else text,) for text, asked in parts))


def _mark(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text)


@register.simple_tag
def phrases(parts: Iterable[Phrase | str]) -> SafeString:
    """A line of phrases with a dot between them. The view hands them over, each a word or a `Phrase`."""
    return format_html_join(" · ", "{}", ((_phrase(part),) for part in parts))


def _phrase(part: Phrase | str) -> SafeString | str:
    if isinstance(part, str):
        return part
    look = format_html(' class="{}"', part.look) if part.look else ""
    if part.href:
        return format_html('<a{} href="{}">{}</a>', look, part.href, part.words)
    return format_html("<span{}>{}</span>", look, part.words) if look else part.words


@register.simple_tag
def tags(words: Iterable[str]) -> SafeString:
    """A list of references."""
    return format_html(
        '<ul class="tags">{}</ul>',
        format_html_join("", '<li class="tag">{}</li>', ((word,) for word in words)),
    )


@register.simple_block_tag
def card(content: str, title: str = "", *, roomy: bool = False) -> SafeString:
    """A white sheet for one thing. Prefer hairlines; use a card where something is to be done or drawn."""
    return format_html(
        '<section class="card{}">{}{}</section>', " roomy" if roomy else "", _heading(title), content
    )


@register.simple_block_tag
def panel(content: str, title: str = "") -> SafeString:
    """A part of the side column, set off by a hairline."""
    return format_html('<section class="panel">{}{}</section>', _heading(title), content)


@register.simple_block_tag
def callout(content: str, title: str = "") -> SafeString:
    """The one thing that we need from the customer, with the button to do it. One on a page."""
    return format_html(
        '<section class="callout">{}{}</section>', _heading(title or _("One thing we need from you")), content
    )


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """An empty list: what will appear here, and the first act."""
    return format_html('<div class="empty"><h2>{}</h2>{}</div>', title, content)


@register.simple_block_tag
def entry(
    content: str,
    kind: str,
    who: str,
    at: str,
    *,
    key: object = None,
    when: str = "",
    id: str = "",
) -> SafeString:
    """A line of the timeline. `at` is shown, `when` is the machine-readable instant, `kind` a sign of `icons`.

    The first paragraph is the sentence; what was said or written goes into `<div class="entry-body">`.
    """
    if kind not in ENTRY_WORDS:
        raise Misused(f"There is no entry {kind!r}. There are: {', '.join(ENTRY_WORDS)}.")
    return SafeString(
        render_to_string(
            "ui/parts/entry.html",
            {
                "content": content,
                "kind": kind,
                "word": ENTRY_WORDS[kind](),
                "who": who,
                "at": at,
                "key": key,
                "when": when,
                "id": id,
            },
        )
    )


ENTRY_WORDS = {
    "mail": lambda: _("Mail"),
    "call": lambda: _("Call"),
    "note": lambda: _("Note"),
    "message": lambda: _("Message"),
    "chase": lambda: _("They had to ask"),
    "flag": lambda: _("Promise"),
    "handoff": lambda: _("Handoff"),
    "money": lambda: _("Money"),
    "paper": lambda: _("Paper"),
    "system": lambda: _("Recorded by the system"),
    "tick": lambda: _("Step"),
}


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A native dialog, opened by `<a href="…" data-opens="id">`: without script the link leads to the same form."""
    return SafeString(
        render_to_string("ui/parts/dialog.html", {"content": content, "id": id, "title": title})
    )


@register.simple_tag
def dialog_link(
    *path: object,
    words: str,
    look: str = "",
    after: str = "",
    press: str = "",
    sign: str = "",
    query: str = "",
) -> SafeString:
    """A link whose form opens in the dialog of the page; without script it leads to the same form.

    `path` is joined by `/`. `look` is its class, `press` a key, `sign` one of `icons`. `after` is read aloud only:
    it names the line of a list that the link belongs to.
    """
    href = "/".join(map(str, path)) + (f"?{query}" if query else "")
    return format_html(
        '<a{} href="{}" data-opens="act" hx-get="{}" hx-target="#act-body" hx-swap="innerHTML"{}>{}{}{}{}</a>',
        format_html(' class="{}"', look) if look else "",
        href,
        href,
        format_html(' data-press="{}"', press) if press else "",
        icon(sign) if sign else "",
        words,
        format_html(' <span class="hidden-text">{}</span>', after) if after else "",
        format_html(' <kbd aria-hidden="true">{}</kbd>', press) if press else "",
    )


@register.simple_tag
def link_dialog() -> SafeString:
    """The dialog in which every `dialog_link` of the page opens its form. A page has one, in its block `dialogs`."""
    return SafeString(render_to_string("ui/parts/link_dialog.html"))


@register.simple_block_tag
def tip(content: str, words: str) -> SafeString:
    """An explanation at an element that can be focused. Never the only place where it is said."""
    return format_html(
        '<span class="tip" tabindex="0">{}<span class="tip-words" role="tooltip">{}</span></span>',
        content,
        words,
    )


@register.simple_tag(takes_context=True)
def ribbon(
    context: Context, data: Ribbon, *, size: Size = "row", id: object = None, span: Span | None = None
) -> SafeString:
    """The picture of a journey: `row` for lists (with `span`, on a shared axis), `head` with words, axis and sums."""
    uid = f"ribbon-{slugify(str(id))}" if id is not None else _own_id(context)
    zone = timezone.get_current_timezone()
    if size == "head":
        return draw.head(data, uid=uid, zone=zone)
    if size != "row":
        raise Misused(f"A ribbon is a row or a head, not {size!r}.")
    return draw.row(data, uid=uid, zone=zone, span=span)


@register.simple_tag
def axis(span: Span) -> SafeString:
    """The dates that the ribbons of a list share, above their column."""
    return draw.axis(span, now=clock.now(), zone=timezone.get_current_timezone())


def _own_id(context: Context) -> str:
    """Counted within the page, so that the same page drawn again has the same names."""
    holder: Any = context.get("request") or context.render_context
    count = int(getattr(holder, "ribbons_drawn", 0)) + 1
    holder.ribbons_drawn = count
    return f"ribbon-{count}"


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString:
    """The chosen theme as an attribute of `<html>`, from the cookie that the toggle sets; nothing: the system's."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    return format_html('data-theme="{}"', chosen) if chosen in ("light", "dark") else SafeString("")


def _heading(title: str) -> SafeString | str:
    return format_html("<h2>{}</h2>", title) if title else ""
