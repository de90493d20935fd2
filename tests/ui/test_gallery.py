"""The gallery is the test of how we look and of who can read us: every page, wide and narrow, light and dark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.size import LOOKS
from tests.ui import served
from wellkept.ui.views import PAGES

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served.gallery() as where:
        yield where


def open_page(browser: Browser, url: str, *, width: int = 1400, theme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(8000)
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(url)
    assert messages == []
    return page


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_readable_by_everyone(browser, address, name, width, theme):
    page = open_page(browser, f"{address}/ui/{name}", width=width, theme=theme)

    if shots := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(shots) / f"ui-{name}-{width}-{theme}.png", full_page=True)
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]]) for violation in violations
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    page.context.close()


def test_keys(browser, address):
    page = open_page(browser, f"{address}/ui/desk")

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("?j")
    assert page.input_value("#find") == "?j"
    page.keyboard.press("Escape")
    page.keyboard.press(
        "Escape"
    )  # the first closes the list, where one came in time; nothing is left to do otherwise
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Praxis Dr. Okafor"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "Bäckerei Lindner"
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#keys").is_hidden()
    page.focus(".row-link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ui/journey")
    page.context.close()


def test_a_dialog_link_opens_its_form_in_place(browser, address):
    page = open_page(browser, f"{address}/ui")

    page.click("a[data-opens=act]")
    page.locator("#act[open] #m-why").wait_for()
    assert page.evaluate("document.activeElement.id") == "m-why"
    assert page.url == f"{address}/ui"
    page.context.close()


def test_the_chosen_theme_is_drawn_by_the_server(browser, address):
    page = open_page(browser, f"{address}/ui", theme="light")

    page.click(".page-head [data-theme-toggle]")
    page.reload()

    assert page.get_attribute("html", "data-theme") == "dark"
    page.context.close()


def test_typed_words_survive_a_reload(browser, address):
    page = open_page(browser, f"{address}/ui/journey")

    page.fill("#words", "Dear Petra, Jonas comes at half past seven.")
    page.reload()

    assert page.input_value("#words") == "Dear Petra, Jonas comes at half past seven."
    page.context.close()


def test_an_act_of_a_colleague_appears_in_place(browser, address):
    page = open_page(browser, f"{address}/live")
    page.locator("[data-presence]", has_text="Jonas is here too").wait_for(state="attached")
    page.fill("#t", "half a sen")

    served.colleague.does("after")

    page.locator("#told p", has_text="after").wait_for()
    assert page.input_value("#t") == "half a sen"
    assert page.evaluate("document.activeElement.id") == "t"
    assert page.inner_text("#other") == "before"
    page.context.close()


MORPH = """async (html) => {
  const { morphInPlace } = await import("/static/ui/morph.js");
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  const home = document.getElementById("home");
  morphInPlace(home, fresh.firstElementChild);
  return home.innerHTML;
}"""


OLD = '<ul id="home"><li>1</li><li id="a">A</li>t<li id="b">B</li><li>2</li></ul>'


@pytest.mark.parametrize(
    "fresh",
    [
        '<ul id="home"><li id="a">A</li><li id="b">B</li></ul>',
        '<ul id="home"><li id="c">C</li><li id="a">A new</li><li>none</li><li id="b">B</li></ul>',
        '<ul id="home"><li>x</li><li id="b">B</li><li id="a">A</li>words</ul>',
        '<ul id="home"></ul>',
        '<ul id="home">words<li id="z">Z</li><li>y</li></ul>',
    ],
)
def test_a_page_changed_in_place_says_what_the_new_one_says(browser, address, fresh):
    page = open_page(browser, f"{address}/ui/plain")
    page.evaluate("html => { document.querySelector('main').innerHTML = html }", OLD)

    page.evaluate(MORPH, fresh)

    html = page.evaluate("document.getElementById('home').outerHTML")
    assert html.replace(' class="is-new"', "") == fresh
    page.context.close()


def test_a_page_changed_in_place_leaves_alone_what_somebody_types(browser, address):
    page = open_page(browser, f"{address}/ui/plain")
    page.evaluate(
        """document.querySelector('main').innerHTML = '<div id="home"><p>old</p><textarea id="t"></textarea>'
        + '<details id="d"><summary>s</summary></details></div>'"""
    )
    page.fill("#t", "half a sen")
    page.evaluate(
        "document.getElementById('t').setSelectionRange(2, 5); document.getElementById('d').open = true"
    )

    page.evaluate(
        MORPH,
        '<div id="home"><p>new</p><p>more</p><textarea id="t"></textarea>'
        '<details id="d"><summary>s</summary></details></div>',
    )

    assert page.locator("#home p").all_inner_texts() == ["new", "more"]
    assert page.input_value("#t") == "half a sen"
    assert page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]") == ["t", 2]
    assert page.evaluate("document.getElementById('d').open")
    page.context.close()
