"""Walking through the pages as people do: each in their own browser context, every click and every word counted."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

SHOTS = os.environ.get("SCREENSHOTS")
PATIENCE = 15_000
ONE_SECOND = 1.0


@dataclass
class Walker:
    """One person in one browser context."""

    page: Page
    site: str
    clicks: int = 0
    typed: int = 0
    waits: list[float] = field(default_factory=list)

    def goes_to(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.site + path)

    def signs_in(self, email: str, password: str) -> None:
        self.goes_to("/accounts/login/")
        self.types("login", email)
        self.types("password", password)
        self.page.locator("input[name=password]").press("Enter")
        self.clicks += 1
        self.page.wait_for_url(lambda address: "/accounts/login" not in address)

    def clicks_on(self, words: str, *, within: str = "main", role: str | None = None) -> None:
        """A button or a link that says this."""
        self.clicks += 1
        self._named(words, within, role).click()

    def clicks_on_link_starting(self, words: str) -> None:
        self.clicks += 1
        self.page.locator("main").get_by_role("link", name=re.compile(f"^{re.escape(words)}")).first.click()

    def types(self, name: str, words: str, *, within: str = "body") -> None:
        self.typed += 1
        self.page.locator(f"{within} [name={name}]").first.fill(words)

    def acts(self, words: str, button: str, ticks: int = 0, /, **values: str) -> None:
        """An act of the page: its form opens in the dialog, is filled and sent, and the page stays."""
        self.acts_and_leaves(words, button, ticks, **values)
        expect(self.page.locator("#act")).not_to_be_visible()

    def acts_and_leaves(self, words: str, button: str, ticks: int = 0, /, **values: str) -> None:
        """An act after which another page comes."""
        self.opens(words)
        form = self.page.locator("#act-body form")
        form.wait_for()
        for box in form.locator("input[type=checkbox][name=ticks]").all()[:ticks]:
            self.clicks += 1
            box.check()
        for name, value in values.items():
            where = form.locator(f"[name={name}]")
            self.typed += 1
            kind = where.first.evaluate("node => node.type")
            if kind == "radio":
                form.locator(f"[name={name}][value='{value}']").check(force=True)
            elif kind.startswith("select"):
                where.select_option(value)
            else:
                where.first.fill(value)
        self.clicks += 1
        form.get_by_role("button", name=button, exact=True).click()

    def opens(self, words: str) -> None:
        """The form of an act, in the dialog."""
        link = self._named(words, "main", None)
        if not link.is_visible():
            self.clicks += 1
            self.page.locator("main details[data-menu] summary").click()
        self.clicks += 1
        link.click()
        self.page.locator("#act-body form").wait_for()

    def sees(self, words: str, *, within: str = "main") -> None:
        expect(self.page.locator(within)).to_contain_text(words, timeout=PATIENCE)

    @contextmanager
    def meanwhile_sees(self, words: str, *, within: str = "main") -> Iterator[None]:
        """Expect that another person's act inside the block appears on this page without a reload.

        Keeps the time from the end of the act until it appears.
        """
        self.page.evaluate("() => { window.notLoadedAgain = true; }")
        expect(self.page.locator(within)).not_to_contain_text(words)
        yield
        done = time.monotonic()
        self.sees(words, within=within)
        self.waits.append(time.monotonic() - done)
        assert self.page.evaluate("() => window.notLoadedAgain") is True, "the page was loaded again"

    def keeps_a_picture(self, name: str) -> None:
        """Take screenshots for the documents: light and dark, wide and narrow. Only if SCREENSHOTS names a folder."""
        if not SHOTS:
            return
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        before = self.page.viewport_size
        for width in (1400, 390):
            self.page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                self.page.wait_for_timeout(150)
                self.page.screenshot(path=f"{SHOTS}/{name}-{width}-{scheme}.png", full_page=True)
        self.page.emulate_media(color_scheme="light")
        if before:
            self.page.set_viewport_size(before)

    def _named(self, words: str, within: str, role: str | None) -> Locator:
        place = self.page.locator(within)
        if role:
            return place.get_by_role(role, name=words, exact=True).first  # type: ignore[arg-type]
        links, buttons = (place.get_by_role(kind, name=words, exact=True) for kind in ("link", "button"))
        return links.or_(buttons).first


@contextmanager
def walkers(browser: Browser, site: str, *names: str, width: int = 1400) -> Iterator[dict[str, Walker]]:
    """Everyone in a context of their own."""
    contexts = {name: browser.new_context(viewport={"width": width, "height": 900}) for name in names}
    people = {}
    for name, context in contexts.items():
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        people[name] = Walker(page, site)
    yield people
    for context in contexts.values():
        context.close()
