"""A form of ours in a real browser: on its own page, in a frame of another website, and posted to from there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from tests.cast import Cast

from wellkept.intake.commands.web_forms import WantedForm, set_form
from wellkept.intake.models import Item

pytestmark = pytest.mark.browser


class Website(BaseHTTPRequestHandler):
    """The company's website: one page."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def website() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def form(cast: Cast, *origins: str) -> None:
    set_form(
        wanted=WantedForm(
            key="kitchen",
            team=cast.teams["sales"].pk,
            words={
                "en": {
                    "title": "Your kitchen",
                    "lead": "A person reads it.",
                    "consent": "You may keep this.",
                },
                "de": {"title": "Ihre Küche"},
            },
            files=True,
            origins=origins,
        ),
        by=cast.by("ana"),
    )


def test_on_its_own_page(site: str, lindenau_elektro: Cast, browser: Browser) -> None:
    form(lindenau_elektro)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/ask/kitchen")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("What can we do for you?").fill("The oven is cold")
    page.get_by_label("Your name").fill("Erika Muster")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("How do we reach you?")).to_be_visible()
    expect(page.get_by_label("What can we do for you?")).to_have_value("The oven is cold")
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Your mail address").fill("erika@example.org")
    page.get_by_label("You may keep this.").check()
    page.get_by_label("Pictures or papers").set_input_files(
        {"name": "oven.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    )
    page.wait_for_timeout(3200)  # nobody fills in a form faster
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Thank you. It is here.")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert context.cookies() == []
    item = Item.objects.get()
    assert (item.sender, item.marks) == ("erika@example.org", [])
    page.goto(f"{site}/ask/kitchen")
    expect(page.get_by_label("What can we do for you?")).to_have_value("")
    context.close()


def test_in_a_frame_of_our_website_and_of_no_other(
    site: str, lindenau_elektro: Cast, browser: Browser, website: str
) -> None:
    form(lindenau_elektro, website)
    Website.page = (
        f'<iframe src="{site}/ask/kitchen" title="Form" width="400" height="700"></iframe>'.encode()
    )
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(website)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Was können wir für Sie tun?").fill("Der Ofen ist kalt")
    frame.get_by_label("Ihr Name").fill("Erika Muster")
    frame.get_by_label("Ihre E-Mail-Adresse").fill("erika@example.org")
    page.wait_for_timeout(3200)
    frame.get_by_role("button", name="Absenden").click()
    expect(frame.get_by_role("heading", name="Danke. Es ist da.")).to_be_visible()
    assert Item.objects.get().marks == []
    other = website.replace("127.0.0.1", "localhost")
    page.goto(other)
    expect(page.frame_locator("iframe").get_by_label("Was können wir für Sie tun?")).to_have_count(0)
    context.close()


def test_a_plain_form_of_our_website_posts_here(
    site: str, lindenau_elektro: Cast, browser: Browser, website: str
) -> None:
    form(lindenau_elektro, website)
    Website.page = (
        f'<form method="post" action="{site}/ask/kitchen" enctype="multipart/form-data">'
        '<textarea name="said">The oven is cold</textarea><input name="name" value="Erika">'
        '<input name="email" value="erika@example.org"><input type="checkbox" name="consent" checked>'
        "<button>Go</button></form>"
    ).encode()
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(website)
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", name="Thank you. It is here.")).to_be_visible()
    assert Item.objects.get().marks == []
    context.close()
