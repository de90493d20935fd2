"""The page of the person on site in a browser: the network is cut, and nothing is lost or kept twice."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from tests import cast as casting
from tests.cast import HOUR, Cast
from tests.web.test_interrupted_in_the_browser import end_session, sign_in

from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.visits import commands as visits
from wellkept.visits.models import Visit, VisitRecord
from wellkept.visits.window import VisitPlan, Window

pytestmark = pytest.mark.browser
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP4z8DwHwyAFAMDAwMAKeIEA4T3QmQAAAAASUVORK5CYII="
)
STORED = """async () => {
  const open = () => new Promise((resolve) => {
    const asked = indexedDB.open("wellkept-visits");
    asked.onsuccess = () => resolve(asked.result);
  });
  const database = await open();
  const read = (store) => new Promise((resolve) => {
    const asked = database.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result.length);
  });
  const counts = [await read("queue"), await read("key"), (await caches.keys()).length];
  database.close();
  return counts;
}"""


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def row(cast: Cast) -> Journey:
    return casting.in_delivery(cast)


@pytest.fixture
def visit(cast: Cast, row: Journey) -> Visit:
    starts = clock.now() + HOUR
    return visits.fix_visit(
        journey=row.pk,
        plan=VisitPlan(
            person=cast.lea.pk,
            place="Königstraße 4, Dresden",
            words="Put the line in\n- Measure the insulation\n- Sweep the floor",
        ),
        window=Window(starts, starts + 2 * HOUR),
        by=cast.by("jonas"),
    )


@pytest.fixture
def on_site(site: str, cast: Cast, visit: Visit, browser: Browser) -> Iterator[Page]:
    """Lea's telephone, on the page of her visit, which it has kept."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-GB", has_touch=True, is_mobile=True
    )
    sign_in(context, cast, "lea", site)
    page = context.new_page()
    page.goto(f"{site}/visits/{visit.pk}/site")
    expect(page.locator("[data-site][data-kept]")).to_be_visible()
    yield page
    context.close()


def record(page: Page, kind: str, **fields: str) -> None:
    form = page.locator(f'form[data-kind="{kind}"]')
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    for name, value in fields.items():
        form.locator(f'[name="{name}"]').fill(value)
    form.locator("button:not([type])").click()


def sign(page: Page, name: str) -> None:
    page.get_by_text("Signature of the customer").click()
    form = page.locator('form[data-kind="signature"]')
    form.locator('[name="words"]').fill(name)
    canvas = form.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(box["x"] + 40 + 30 * step, box["y"] + 40 + 20 * (step % 2))
    page.mouse.up()
    form.get_by_role("button", name="Keep it").click()


def waits(page: Page, count: int) -> None:
    words = f"{count} still to be sent" if count else "Everything has arrived"
    expect(page.locator("[data-waiting]")).to_have_text(words)


def arrived(page: Page, count: int) -> None:
    expect(page.locator('[data-device] [data-state="sent"]')).to_have_count(count)


def kinds(visit: Visit) -> list[str]:
    rows = VisitRecord.objects.filter(visit=visit).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_the_network_is_cut_in_the_middle_of_the_visit(on_site: Page, visit: Visit) -> None:
    page, context = on_site, on_site.context
    page.get_by_role("button", name="I am there").click()
    arrived(page, 1)
    assert kinds(visit) == ["begun"]

    context.set_offline(True)
    record(page, "work", words="Line drawn, 12 m")
    record(page, "hours", quantity="1:30", words="Drawing the line")
    waits(page, 2)

    page.reload()
    waits(page, 2)
    expect(page.locator("[data-device] li")).to_contain_text(["Hours 1:30", "Line drawn, 12 m", "Begun"])
    expect(page.get_by_role("button", name="I am there")).to_be_hidden()
    record(page, "part", words="Cable 5x10", quantity="12,5")
    record(page, "kilometres", quantity="34")
    record(page, "item", words="Wallbox", serial="WB 4711")
    page.get_by_label("Sweep the floor").check()
    page.get_by_text("Photographs").click()
    files: list[FilePayload] = [
        {"name": f"wall-{n}.png", "mimeType": "image/png", "buffer": PNG} for n in range(2)
    ]
    page.locator('form[data-kind="photo"] [name="picture"]').set_input_files(files)
    page.get_by_role("button", name="Keep them").click()
    sign(page, "Petra Lindner")
    waits(page, 9)
    page.get_by_role("button", name="The visit is done").click()
    waits(page, 10)
    assert kinds(visit) == ["begun"]

    page.reload()
    waits(page, 10)
    context.set_offline(False)
    waits(page, 0)
    page.reload()
    waits(page, 0)
    expect(page.locator("[data-device] li")).to_have_count(0)
    expect(page.get_by_text("Line drawn, 12 m")).to_be_visible()
    assert kinds(visit) == [
        "begun", "work", "hours", "part", "kilometres", "item", "check", "photo", "photo", "signature", "ended",
    ]  # fmt: skip
    assert not VisitRecord.objects.exclude(state="counts").exists()
    visit.refresh_from_db()
    assert visit.state == "done"
    item = VisitRecord.objects.get(kind="item").item
    assert item is not None
    assert item.serial == "WB 4711"


def test_an_answer_that_was_lost_keeps_nothing_twice(on_site: Page, visit: Visit) -> None:
    """The server has taken the record, and the device never hears of it."""
    page = on_site
    lost: list[str] = []

    def lose(route: object) -> None:
        lost.append(route.request.method)  # type: ignore[attr-defined]
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.context.route(re.compile(r"/records$"), lose, times=1)
    record(page, "work", words="Line drawn")
    expect(page.locator("[data-network]")).not_to_be_empty()
    assert (kinds(visit), len(lost)) == (["work"], 1)
    page.evaluate("dispatchEvent(new Event('online'))")
    waits(page, 0)
    assert kinds(visit) == ["work"]


def test_a_visit_that_was_moved_meanwhile_is_a_conflict(
    on_site: Page, visit: Visit, row: Journey, cast: Cast
) -> None:
    page = on_site
    page.context.set_offline(True)
    record(page, "hours", quantity="2")
    waits(page, 1)
    later = clock.now() + timedelta(days=2)
    by = cast.by("jonas")
    visits.move_visit(visit=visit.pk, window=Window(later, later + HOUR), words="Thursday, please", by=by)
    page.context.set_offline(False)
    waits(page, 0)
    expect(page.locator("[data-device]")).to_contain_text("the visit had another time by then")
    expect(page.locator("[data-changed]")).to_contain_text("This visit was changed.")
    assert [(kept.state, kept.conflict) for kept in VisitRecord.objects.all()] == [("conflict", "moved")]
    page.get_by_role("button", name="I know: go on with it").click()
    record(page, "kilometres", quantity="10")
    arrived(page, 2)
    assert VisitRecord.objects.filter(kind="kilometres", state="counts").exists()


def test_a_refused_record_stays_until_somebody_sees_it(on_site: Page, visit: Visit) -> None:
    page = on_site
    record(page, "hours", quantity="many")
    refused = page.locator('[data-device] [data-state="refused"]')
    expect(refused).to_be_visible()
    record(page, "work", words="Line drawn")
    expect(page.locator('[data-device] [data-state="sent"]')).to_contain_text("Line drawn")
    waits(page, 1)
    refused.get_by_role("button", name="Remove").click()
    waits(page, 0)
    assert kinds(visit) == ["work"]


def test_a_sign_out_warns_of_what_waits_and_leaves_nothing(on_site: Page, visit: Visit, site: str) -> None:
    page = on_site
    page.context.route(re.compile(r"/records$"), lambda route: route.abort())
    record(page, "work", words="Line drawn")
    waits(page, 1)
    warnings: list[str] = []
    answers = iter([False, True])

    def answer(dialog: object) -> None:
        warnings.append(dialog.message)  # type: ignore[attr-defined]
        dialog.accept() if next(answers) else dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", answer)
    page.goto(f"{site}/desk")
    expect(page.locator("[data-records-wait]")).to_have_text("1 to be sent")
    sign_out = page.locator('form[action="/accounts/logout/"] button')
    sign_out.evaluate("button => button.click()")
    page.wait_for_timeout(500)
    assert page.evaluate(STORED) == [1, 1, 1]
    with page.expect_navigation():
        sign_out.evaluate("button => button.click()")
    assert page.evaluate(STORED) == [0, 0, 0]
    assert (
        warnings
        == ["Records of visits that are not sent yet: 1. Signing out removes them from this device."] * 2
    )


def test_a_session_that_ended_leaves_nothing_to_read(
    on_site: Page, visit: Visit, site: str, cast: Cast
) -> None:
    """The queue is encrypted, and its key is gone. The same person signs in, and it is sent."""
    page = on_site
    page.context.set_offline(True)
    record(page, "work", words="Line drawn")
    waits(page, 1)
    end_session(page)
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert page.evaluate(STORED) == [1, 0, 0]
    sign_in(page.context, cast, "lea", site)
    page.goto(f"{site}/desk")
    expect(page.locator("[data-records-wait]")).to_be_hidden()
    for _ in range(100):
        if kinds(visit):
            break
        page.wait_for_timeout(100)
    assert kinds(visit) == ["work"]


def test_another_person_at_the_device_reads_nothing(
    on_site: Page, visit: Visit, site: str, cast: Cast
) -> None:
    page, context = on_site, on_site.context
    context.set_offline(True)
    record(page, "work", words="Line drawn")
    waits(page, 1)
    take_over(context, cast, site)
    context.set_offline(False)
    page.goto(f"{site}/visits/{visit.pk}/site")
    expect(page.locator("[data-site][data-kept]")).to_be_visible()
    expect(page.locator("[data-device] li")).to_have_count(0)
    assert kinds(visit) == []


def take_over(context: BrowserContext, cast: Cast, site: str) -> None:
    sign_in(context, cast, "iris", site)
