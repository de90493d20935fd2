"""The whole journey, once, for real: real mail in and out, the real program, everyone in their own browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.crew import PASSWORD
from tests.browser.walkers import ONE_SECOND, Walker, walkers
from tests.messages.sink import Sink, smtp_sink
from tests.survival.ship import ROOT, Ship

pytestmark = [pytest.mark.browser, pytest.mark.installation]

NEED = "Our oven trips the breaker every morning. We can't bake before six, and Advent starts on the 29th."
MAIL = f"""From: Rita Adler <rita@adler.example>
To: info@lindenau.example
Subject: Oven trips the breaker
Message-ID: <first@adler.example>
Date: Mon, 2 Nov 2026 06:12:00 +0100
Content-Type: text/plain; charset=utf-8

{NEED}

Rita Adler, Hotel Adler, +49 341 555 0177
"""


@pytest.fixture
def mail() -> Iterator[Sink]:
    with smtp_sink() as taken:
        yield taken


@pytest.fixture
def ship(place: Path, mail: Sink) -> Iterator[Ship]:
    running = Ship(place / "ship", smtp=mail.account.port)
    running.start()
    yield running
    running.stop()


def crew(ship: Ship, module: str = "tests.browser.crew") -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={**ship.environment, "DJANGO_SETTINGS_MODULE": "wellkept.settings", "PYTHONPATH": "src:."},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return dict(json.loads(done.stdout.decode().splitlines()[-1]))


def comes(mail: Sink, subject: str, to: str = "rita@adler.example") -> str:
    """The text of the letter that says this in its subject, once the worker has carried it."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for letter in reversed(mail.mails):
            if subject in str(letter["Subject"]) and to in str(letter["To"]):
                body = letter.get_body(("plain",))
                assert body is not None
                return str(body.get_content())
        time.sleep(0.05)
    raise AssertionError(f"no letter {subject!r} came; there are {[str(m['Subject']) for m in mail.mails]}")


def page_in(letter: str) -> str:
    """The address of the customer's page that a letter names."""
    link = re.search(r"/my/[^\s>]+", letter)
    assert link is not None, letter
    return link.group(0)


def test_one_problem_from_the_first_mail_to_happy_and_the_next(
    ship: Ship, mail: Sink, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = crew(ship)
    taken = ship.run("receive", "--recipient", "info@lindenau.example", stdin=MAIL.encode())
    assert taken.returncode == 0, taken.stderr.decode()
    with walkers(browser, ship.address, "tom", "olga", "jonas", "mira", "rita") as people:
        tom, olga, jonas, mira, rita = people.values()
        for name, walker in people.items():
            if name != "rita":
                walker.signs_in(staff[name], PASSWORD)
        _sales(mail, tom, olga, rita)
        _orders(mail, tom, olga, jonas, rita)
        _delivery(mail, olga, jonas, mira, rita)
        _support(jonas, mira, rita)
        waits = [wait for walker in people.values() for wait in walker.waits]
    verified = ship.run("verify")
    assert verified.returncode == 0, verified.stdout.decode()
    with capsys.disabled():
        print(f"\n  others' pages changed after {min(waits):.2f} to {max(waits):.2f} s ({len(waits)} times)")
    assert sorted(waits)[len(waits) // 2] < ONE_SECOND


def _sales(mail: Sink, tom: Walker, olga: Walker, rita: Walker) -> None:
    tom.goes_to("/desk")
    tom.sees("Our oven trips the breaker")
    tom.keeps_a_picture("desk")
    rita.goes_to(page_in(comes(mail, "We have your message")))
    tom.page.locator("main a.row-link").first.click()
    tom.sees(NEED)
    with rita.meanwhile_sees("This is how we understood you"):
        tom.acts(
            "Read it back",
            "Read it back to them",
            text="The oven needs a line of its own before 29 November.",
        )
    rita.keeps_a_picture("customer-read-back")
    with tom.meanwhile_sees("that is it"):
        rita.clicks_on("Yes, that is it")
        rita.sees("Thank you")
    rita.clicks_on("I have decided")
    rita.types("what", "The deck oven on its own three-phase line")
    rita.types("why", "You were the ones who asked about the mornings")
    with tom.meanwhile_sees("Complete the checklist and offer it to Orders"):
        rita.clicks_on("This is my decision")
        rita.sees("Thank you")
    olga.goes_to("/desk")
    with olga.meanwhile_sees("Accept"):
        tom.acts("Offer to orders", "Offer it", 1)
    olga.keeps_a_picture("desk-offer")


def _orders(mail: Sink, tom: Walker, olga: Walker, jonas: Walker, rita: Walker) -> None:
    olga.page.locator("main a.row-link").first.click()
    with tom.meanwhile_sees("accepted the handoff"):
        olga.acts("Accept the handoff", "Accept", rating="5")
    olga.keeps_a_picture("journey")
    with rita.meanwhile_sees("Read it and agree"):
        olga.acts(
            "Put the agreement to the customer",
            "Put it to them",
            words="One deck oven, three-phase, delivered, connected and shown.",
            total="18400",
            delivery_by="2099-11-25T07:30",
        )
    rita.keeps_a_picture("customer-agreement")
    rita.clicks_on("Read it and agree")
    rita.clicks_on("Send me the code")
    code = re.search(r"\b\d{6}\b", comes(mail, "Your code"))
    assert code is not None
    rita.types("signed_name", "Rita Adler")
    rita.types("code", code.group(0))
    with olga.meanwhile_sees("agreed to €18,400"):
        rita.clicks_on("I agree")
        rita.sees("Thank you")
    comes(mail, "What we agreed on")
    jonas.goes_to("/desk")
    with jonas.meanwhile_sees("Accept"):
        olga.acts("Offer to delivery", "Offer it", 3)


def _delivery(mail: Sink, olga: Walker, jonas: Walker, mira: Walker, rita: Walker) -> None:
    jonas.page.locator("main a.row-link").first.click()
    with olga.meanwhile_sees("accepted the handoff from Olga Meyer"):
        jonas.acts("Accept the handoff", "Accept", rating="4")
    with rita.meanwhile_sees("Is everything as agreed?"):
        jonas.acts("It is delivered", "It is delivered", words="The oven stands, is connected, and bakes.")
    comes(mail, "Please accept")
    rita.clicks_on("Yes, I accept it")
    rita.types("signed_name", "Rita Adler")
    with jonas.meanwhile_sees("accepted without defects"):
        rita.clicks_on("I accept it")
        rita.sees("Thank you")
    mira.goes_to("/desk")
    with mira.meanwhile_sees("Accept"):
        jonas.acts("Offer to support", "Offer it", 1)


def _support(jonas: Walker, mira: Walker, rita: Walker) -> None:
    mira.page.locator("main a.row-link").first.click()
    with jonas.meanwhile_sees("accepted the handoff from Jonas Weber"):
        mira.acts("Accept the handoff", "Accept", rating="5")
    with mira.meanwhile_sees("At rest"):
        rita.clicks_on("Yes, it works")
        rita.sees("That is good to hear")
    rita.clicks_on("I need something else")
    rita.types("need", "A second oven for the winter terrace")
    with mira.meanwhile_sees("Ended happy"):
        rita.clicks_on("Send it")
        rita.sees("A second oven")
    mira.keeps_a_picture("journey-happy")
    mira.clicks_on_link_starting("It goes on with")
    mira.sees("A second oven for the winter terrace")
    mira.sees("Rita Adler")
    mira.keeps_a_picture("journey-next")


def test_a_company_of_one_hands_nothing_to_itself(
    ship: Ship, mail: Sink, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    with walkers(browser, ship.address, "eva", "rita") as people:
        eva, rita = people["eva"], people["rita"]
        eva.goes_to("/")
        for name, value in (("name", "Eva Holm, Gärtnerei"), ("person", "Eva Holm"), ("email", "eva@holm.example"),
                            ("password", "three-words-nobody-joined")):  # fmt: skip
            eva.types(name, value)
        eva.keeps_a_picture("set-up")
        eva.clicks_on("Start")
        eva.sees("Eva")
        eva.keeps_a_picture("desk-empty")
        set_up = (eva.clicks, eva.typed)
        eva.clicks = eva.typed = 0
        mailed = MAIL.replace("info@lindenau.example", "eva@holm.example")
        assert ship.run("receive", "--recipient", "eva@holm.example", stdin=mailed.encode()).returncode == 0
        _alone(mail, eva, rita)
        counted = (eva.clicks, eva.typed, rita.clicks, rita.typed)
    with capsys.disabled():
        print(f"\n  a company of one: set up with {set_up[0]} clicks and {set_up[1]} fields;"
              f" from mail to happy {counted[0]} clicks and {counted[1]} fields of ours,"
              f" {counted[2]} clicks and {counted[3]} fields of the customer's")  # fmt: skip


def _alone(mail: Sink, eva: Walker, rita: Walker) -> None:
    forbidden = re.compile(r"\b(Offer to|Accept the handoff|Decline the handoff|rate|Rating)\b")

    def never_asked() -> None:
        assert forbidden.search(eva.page.locator("main").inner_text()) is None

    eva.goes_to("/intake")
    eva.sees("Oven trips the breaker")
    eva.page.locator("main a.row-link").first.click()
    eva.sees("Open a journey")
    eva.page.keyboard.press("o")
    eva.clicks += 2
    eva.page.wait_for_url(re.compile("/intake$|/intake[?]"))
    eva.goes_to("/desk")
    eva.page.locator("main a.row-link").first.click()
    eva.clicks += 2
    eva.sees(NEED)
    rita.goes_to(page_in(comes(mail, "We have your message")))
    never_asked()
    eva.acts("Read it back", "Read it back to them")
    rita.sees("This is how we understood you")
    rita.clicks_on("Yes, that is it")
    rita.clicks_on("I have decided")
    rita.types("what", "The deck oven")
    rita.clicks_on("This is my decision")
    eva.sees("Put the agreement to the customer")
    never_asked()
    eva.acts("Put the agreement to the customer", "Put it to them", words="One deck oven, connected.", total="9400",
             delivery_by="2099-11-25T07:30")  # fmt: skip
    rita.sees("Read it and agree")
    rita.clicks_on("Read it and agree")
    rita.types("signed_name", "Rita Adler")
    rita.clicks_on("I agree")
    eva.sees("It is delivered")
    never_asked()
    eva.acts("It is delivered", "It is delivered", words="It stands and bakes.")
    rita.sees("Is everything as agreed?")
    rita.clicks_on("Yes, I accept it")
    rita.types("signed_name", "Rita Adler")
    rita.clicks_on("I accept it")
    never_asked()
    rita.sees("Does it work")
    rita.clicks_on("I need something else")
    rita.types("need", "A second oven")
    rita.clicks_on("Send it")
    eva.sees("Ended happy")
    never_asked()
