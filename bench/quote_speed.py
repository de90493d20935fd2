"""Speed of a long quote in a real browser: from a change to the painted result, and from a key to the painted letter.

`python -m bench quotes` writes quotes of 3, 300 and 3,000 lines and opens each in the editor. Then it changes
quantities of lines all over the page.
"""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bench.browser_speed import browser, spread
from bench.company import Company

if TYPE_CHECKING:
    from playwright.sync_api import Page

LINES = (3, 300, 3_000)
TIMEOUT = 30_000  # ms for an answer
# Records when a field was changed and when the new amount of its line was painted, and the same of each key. The
# second of two animation frames begins after the first was drawn, so a paint is never recorded too early.
WATCH = """
() => {
  let changed = 0;
  window.keys = [];
  window.edits = [];
  const painted = (list, since) => requestAnimationFrame(() => requestAnimationFrame(
    () => list.push(performance.now() - since)));
  addEventListener("change", () => (changed = performance.now()), true);
  addEventListener("keydown", (event) => { if (/^[0-9]$/.test(event.key)) painted(window.keys, performance.now()); },
    true);
  new MutationObserver((records) => {
    if (!changed || !records.some((one) => [...one.addedNodes].some((node) => (node.id || "").startsWith("amount-"))))
      return;
    painted(window.edits, changed);
    changed = 0;
  }).observe(document, { childList: true, subtree: true });
}
"""


def measure(company: Company, *, edits: int, url: str) -> dict[str, Any]:
    """Run the web server, and edit a quote of each length."""
    from bench import sandbox
    from wellkept.people.models import Person

    places = {count: _quote(company, count) for count in LINES}
    cookie = sandbox.signed_in(Person.objects.get(pk=company.by.person))
    figures: dict[str, Any] = {}
    with sandbox.program("web", "--port", "0", says=r"Listening on \S+:(\d+)", url=url) as web:
        where = f"http://127.0.0.1:{web.match[1]}"
        with browser(where, cookie) as context:
            page = context.new_page()
            for count, place in places.items():
                figures[str(count)] = _edited(page, f"{where}{place}", edits)
    return figures


def _quote(company: Company, count: int) -> str:
    """A draft of so many lines. Returns its address."""
    from wellkept.journeys.commands.open import open_journey
    from wellkept.journeys.need import Need, Origin, Start
    from wellkept.orders import commands
    from wellkept.orders.quote_lines import QuoteLineTerms

    row = open_journey(
        customer=company.customer.pk,
        contact=company.contact.pk,
        need=Need("A plant"),
        by=company.by,
        start=Start(blueprint="repeat"),
        origin=Origin(channel="mail"),
        acknowledge=False,
    )
    lines = [
        QuoteLineTerms(
            words=f"Part {place}, delivered and installed",
            section=f"Section {place // 50}",
            unit_price=Decimal(place) + Decimal("0.5"),
            quantity=Decimal(2),
            tax_category="S",
            tax_rate=Decimal(19),
        )
        for place in range(count)
    ]
    quote = commands.begin_quote(journey=row.pk, words="A plant", currency="EUR", lines=lines, by=company.by)
    return f"/journeys/{row.number}/quotes/{quote.number}"


def _edited(page: Page, address: str, edits: int) -> dict[str, Any]:
    """Open a quote, and change the quantity of some of its lines."""
    began = time.monotonic()
    page.goto(address, wait_until="load", timeout=TIMEOUT * 4)
    opened = 1000 * (time.monotonic() - began)
    page.evaluate(WATCH)
    fields = page.locator('#lines input[name="quantity"]')
    shown = fields.count() - 1  # the last one is that of a new line
    for edit in range(edits):
        field = fields.nth((edit * 7919) % shown if shown > 3 else edit % shown)
        field.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(str(10 + edit), delay=40)
        page.keyboard.press("Tab")
        page.wait_for_function("(done) => window.edits.length >= done", arg=edit + 1, timeout=TIMEOUT)
    keys, changes = page.evaluate("() => [window.keys, window.edits]")
    return {
        "shown": shown,
        "opened": round(opened),
        "nodes": page.evaluate("() => document.getElementsByTagName('*').length"),
        "change_to_paint": spread(changes),
        "key_to_paint": spread(keys),
    }


def in_words(figures: dict[str, Any]) -> str:
    """The figures as a table, with the ratio to the quote of three lines."""
    least = figures[str(LINES[0])]["change_to_paint"]["p50"]
    lines = [
        f"{'lines':>6} {'shown':>6} {'open ms':>8} {'elements':>9} {'change to paint: p50':>21} {'p95':>7} {'most':>7}"
        f" {'key to paint: p95':>18} {'ratio':>6}"
    ]
    for count, row in figures.items():
        change, key = row["change_to_paint"], row["key_to_paint"]
        lines.append(
            f"{count:>6} {row['shown']:>6} {row['opened']:>8} {row['nodes']:>9} {change['p50']:>21} {change['p95']:>7}"
            f" {change['most']:>7} {key['p95']:>18} {change['p50'] / least:>6.1f}"
        )
    return "\n".join(lines)
