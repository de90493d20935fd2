"""Speed of the find box in a real browser, from a key press to the painted list.

    python -m bench find-in-browser https://wellkept.example.com --mail iris@example.com --questions questions.txt

measures any running installation and signs in as a person (their password in WELLKEPT_PASSWORD). `questions.txt` has
one question a line; they are typed at the speed of a quick typist. `python -m bench browser` does the same with a
database of many customers.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.machine import BROWSERS

from bench import report
from wellkept.installation.postgres import Server

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

BETWEEN_KEYS = 120  # ms: some ninety words a minute
TIMEOUT = 15_000  # ms for an answer
KINDS = (
    "our number", "their order number", "telephone, dialled at home", "mail address", "name", "name, damaged",
    "half address", "half address and a name", "number, a digit wrong",
)  # fmt: skip

# Runs before the page's own script. Records when a key changed the text, and when the answer to that text was painted.
# The second of two animation frames begins after the first was drawn, so a paint is never recorded too early.
WATCH = """
(() => {
  let pressed = 0;
  const seen = new WeakSet();
  window.strokes = [];
  window.paints = [];
  addEventListener("keydown", () => (pressed = performance.now()), true);
  addEventListener("input", (event) => {
    if (event.target.id === "find") window.strokes.push([event.target.value.trim(), pressed]);
  }, true);
  addEventListener("DOMContentLoaded", () => {
    const results = document.getElementById("find-results");
    new MutationObserver(() => {
      const answer = results.querySelector("[data-answers]");
      if (!answer || seen.has(answer)) return;
      seen.add(answer);
      const text = answer.dataset.answers;
      requestAnimationFrame(() => requestAnimationFrame(() => window.paints.push([text, performance.now()])));
    }).observe(results, { childList: true });
  });
})();
"""
ASKED = """
() => performance.getEntriesByType("resource").filter((one) => one.name.includes("/find?q=") && one.responseEnd > 0)
  .filter((one) => one.responseStatus === 200).map((one) => one.responseEnd - one.requestStart)
"""


@contextmanager
def browser(url: str, cookie: str = "") -> Iterator[BrowserContext]:
    """Open a browser, signed in by the session cookie if it is given."""
    from playwright.sync_api import sync_playwright

    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
        context.add_init_script(WATCH)
        if cookie:
            name, _, key = cookie.partition("=")
            context.add_cookies([{"name": name, "value": key, "url": url}])
        yield context
        chromium.close()


def type_all(page: Page, questions: Sequence[str], *, between: int = BETWEEN_KEYS) -> dict[str, Any]:
    """Type each question into the box, letter by letter, and wait until its answer is painted."""
    box = page.get_by_role("combobox")
    box.focus()
    for text in questions:
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type(text, delay=between)
        page.wait_for_function(
            "(text) => window.paints.some(([painted]) => painted === text)",
            arg=text.strip(),
            timeout=TIMEOUT,
        )
    strokes, paints = page.evaluate("() => [window.strokes, window.paints]")
    return figures(questions, strokes, paints, page.evaluate(ASKED))


def figures(
    questions: Sequence[str],
    strokes: Sequence[tuple[str, float]],
    paints: Sequence[tuple[str, float]],
    asked: Sequence[float],
) -> dict[str, Any]:
    """Match each key press with the first painting of its text, if the box asked for that text."""
    took: list[float] = []
    last: list[float] = []
    ends = {text.strip() for text in questions}
    for place, (text, pressed) in enumerate(strokes):
        over = next(
            (at for painted_text, at in strokes[place + 1 :] if not painted_text), float("inf")
        )  # when the box was emptied
        painted = next(
            (at for painted_text, at in paints if painted_text == text and pressed <= at < over), None
        )
        if painted is not None:
            took.append(painted - pressed)
            if text in ends:
                last.append(painted - pressed)
    return {
        "questions": len(questions),
        "keys": len(strokes),
        "painted": len(took),
        "key_to_paint": spread(took),
        "last_key_to_paint": spread(last),
        "asked_to_answered": spread(asked),
    }


def spread(took: Sequence[float]) -> dict[str, float]:
    """The middle, the 95th percentile and the longest of these times."""
    if not took:
        return {"p50": 0.0, "p95": 0.0, "most": 0.0}
    every = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else [took[0]] * 99
    return {"p50": round(every[49], 1), "p95": round(every[94], 1), "most": round(max(took), 1)}


def measure(server: Server, *, customers: int, looks: int) -> dict[str, Any]:
    """Run the web server on a database with many customers, and type questions about them."""
    from bench import find, sandbox
    from wellkept.cli import bootstrap as product

    url, sample, _ = find.fill(server, customers)
    sandbox.point_django_at(url)
    product.static_files()
    asked = [
        text for kind, text, _ in find.questions(sample, looks=max(2, looks // 50), seed=5) if kind in KINDS
    ]
    random.Random(2).shuffle(asked)
    with sandbox.program("web", "--port", "0", says=r"Listening on \S+:(\d+)", url=url) as web:
        where = f"http://127.0.0.1:{web.match[1]}"
        with browser(where, _signed_in()) as context:
            page = context.new_page()
            page.goto(f"{where}/find")
            return {"customers": customers, **type_all(page, asked)}


def _signed_in() -> str:
    """Create a session for the first person of the company."""
    from bench import sandbox
    from wellkept.people.models import Person

    person = Person.objects.filter(active=True, access=True).order_by("pk")[0]
    return sandbox.signed_in(person)


def main(arguments: Sequence[str]) -> int:
    """Measure a running installation."""
    parser = argparse.ArgumentParser(prog="python -m bench find-in-browser")
    parser.add_argument("url", help="where it runs")
    parser.add_argument("--mail", help="who signs in; the password is in WELLKEPT_PASSWORD")
    parser.add_argument("--session", help="or the value of a session's cookie")
    parser.add_argument(
        "--questions", type=Path, help="a file with one question a line (else from standard input)"
    )
    parser.add_argument("--between", type=int, default=BETWEEN_KEYS, help="milliseconds between two keys")
    options = parser.parse_args(arguments)
    text = options.questions.read_text() if options.questions else sys.stdin.read()
    questions = [line.strip() for line in text.splitlines() if len(line.strip()) > 1]
    if not questions:
        print("There is no question to type.", file=sys.stderr)
        return 2
    with browser(options.url, f"wellkept_session={options.session}" if options.session else "") as context:
        page = context.new_page()
        page.goto(f"{options.url.rstrip('/')}/find")
        if options.mail:
            page.locator("input[name=login]").fill(options.mail)
            page.locator("input[name=password]").fill(os.environ["WELLKEPT_PASSWORD"])
            page.locator("input[name=password]").press("Enter")
            page.wait_for_url("**/find")
        report.say(in_words(type_all(page, questions, between=options.between)))
    return 0


def in_words(figures: dict[str, Any]) -> str:
    """Format the figures as text."""
    lines = [f"  {figures['customers']:,} customers behind the box" if "customers" in figures else ""]
    lines.append(
        f"  {figures['questions']} questions, {figures['keys']} keys; {figures['painted']} lists painted on the way"
    )
    for name, label in (
        ("key_to_paint", "key to painted list"),
        ("last_key_to_paint", "last key to painted list"),
        ("asked_to_answered", "of it: asked to answered"),
    ):
        row = figures[name]
        lines.append(
            f"  {label:<28} p50 {row['p50']:>7.1f} ms   p95 {row['p95']:>7.1f} ms   most {row['most']:>7.1f} ms"
        )
    return "\n".join(filter(None, lines)) + "\n"
