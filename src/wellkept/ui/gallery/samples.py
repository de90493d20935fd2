"""Made-up people and journeys of the gallery. No table holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal
from wellkept.ui.phrases import Phrase
from wellkept.ui.ribbon import Band, Court, Flag, Ribbon, Seam, Silence, Span, Touch

NOW = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def on(day: float, hour: float = 9.0) -> datetime:
    """A time in November of the gallery's year."""
    return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def courts(start: datetime, *turns: tuple[float, Court] | tuple[float, Court, str]) -> tuple[Band, ...]:
    """Consecutive bands, each so many days long."""
    bands = []
    for length, court, *label in turns:
        bands.append(Band(start, start + length * DAY, court, label[0] if label else ""))
        start += length * DAY
    return tuple(bands)


OVEN = Ribbon(
    start=on(2, 8),
    now=NOW,
    expected_finish=on(30, 16),
    bands=(
        *courts(on(2, 8), (0.25, "us"), (1.75, "customer"), (2.25, "us"), (3.75, "customer"), (2.1, "us")),
        Band(on(12, 10.4), on(17, 8), "third", "the grid operator"),
        Band(on(17, 8), on(25, 16), "us"),
        Band(on(25, 16), on(30, 16), "customer"),
    ),
    seams=(Seam(on(6, 12), on(6, 14.5), "orders"), Seam(on(10, 8), on(11, 7.5), "delivery")),
    touches=(
        Touch(on(2, 8), "them"),
        Touch(on(2, 12), "us"),
        Touch(on(4, 9), "them"),
        Touch(on(5, 10), "us"),
        Touch(on(6, 9), "us"),
        Touch(on(10, 8), "them"),
        Touch(on(10, 15), "us"),
        Touch(on(12, 9), "us"),
        Touch(on(14, 11), "us", unanswered=True),
        Touch(on(16, 17.2), "them", chase=True),
        Touch(on(17, 8.5), "us"),
        Touch(on(19, 11), "us"),
        Touch(on(20, 9), "them"),
    ),
    flags=(
        Flag(on(5, 11), "Offer by Thursday", "kept", kept_at=on(5, 10)),
        Flag(on(25, 15), "Oven runs, 25 Nov", "open", first_due=on(20, 9)),
        Flag(on(17, 16), "Call back with the date", "kept", kept_at=on(17, 9)),
    ),
    silences=(Silence(on(12, 10), on(16, 17), "4 days silent"),),
    notes=("3 people",),
)

LATE = Ribbon(
    start=on(3, 9),
    now=NOW,
    expected_finish=on(24, 12),
    bands=courts(
        on(3, 9),
        (1.2, "customer"),
        (1.5, "us"),
        (2.0, "customer"),
        (2.5, "third", "the carrier"),
        (6.0, "us"),
        (1.0, "customer"),
        (6.0, "us"),
    ),
    seams=(Seam(on(7, 9), on(7, 16), "orders"), Seam(on(11, 9), on(11, 10), "delivery")),
    touches=tuple(Touch(on(d, 10), "us" if d % 3 else "them", chase=d == 18) for d in range(3, 21)),
    flags=(Flag(on(17, 16), "Fibre live on Monday", "broken"), Flag(on(23, 16), "Technician comes", "open")),
)

QUIET = Ribbon(
    start=on(9, 9),
    now=NOW,
    bands=courts(on(9, 9), (2.0, "us"), (3.0, "customer"), (6.2, "third", "the maker")),
    touches=(
        Touch(on(9, 9), "them"),
        Touch(on(10, 11), "us"),
        Touch(on(14, 9), "them"),
        Touch(on(15, 15), "us"),
    ),
    flags=(Flag(on(26, 12), "Part arrives", "open"),),
    silences=(Silence(on(15, 15), NOW, "5 days silent"),),
)

YOUNG = Ribbon(
    start=NOW - timedelta(minutes=38),
    now=NOW,
    bands=(Band(NOW - timedelta(minutes=38), NOW, "us"),),
    touches=(Touch(NOW - timedelta(minutes=38), "them"), Touch(NOW - timedelta(minutes=30), "us")),
    flags=(Flag(NOW + timedelta(hours=4), "Call back", "open"),),
)

BORN = Ribbon(start=NOW, now=NOW, touches=(Touch(NOW, "them"),))

OFFERED = Ribbon(
    start=on(12, 9),
    now=NOW,
    expected_finish=on(27, 9),
    bands=courts(on(12, 9), (1.0, "us"), (2.0, "customer"), (1.5, "us"), (1.2, "customer"), (2.5, "us")),
    seams=(Seam(on(20, 7), None, "orders"),),
    touches=(
        Touch(on(12, 9), "them"),
        Touch(on(13, 9), "us"),
        Touch(on(15, 9), "them"),
        Touch(on(18, 9), "us"),
    ),
    flags=(Flag(on(23, 16), "Offer in writing", "open"), Flag(on(14, 16), "Site visit", "released")),
)


def _year() -> Ribbon:
    start = datetime(2025, 12, 3, 8, tzinfo=UTC)
    bands: list[Band] = []
    touches = []
    at, turn = start, 0
    order: tuple[Court, ...] = ("us", "customer", "us", "third", "customer")
    while at < NOW:
        length = timedelta(hours=7 + (turn * 37) % 190)
        court = order[turn % len(order)]
        bands.append(Band(at, min(at + length, NOW), court, "the ministry" if court == "third" else ""))
        touches.append(Touch(at, "us" if turn % 2 else "them", chase=turn in (22, 23, 47)))
        at, turn = at + length, turn + 1
    return Ribbon(
        start=start,
        now=NOW,
        expected_finish=datetime(2027, 2, 15, 12, tzinfo=UTC),
        bands=tuple(bands),
        touches=tuple(touches),
        seams=(
            Seam(start + 40 * DAY, start + 43 * DAY, "orders"),
            Seam(start + 110 * DAY, start + 118 * DAY, "delivery"),
        ),
        flags=(
            Flag(start + 12 * DAY, "Study of the site", "kept", kept_at=start + 11 * DAY),
            Flag(start + 38 * DAY, "Offer with three variants", "kept", kept_at=start + 38 * DAY),
            Flag(start + 100 * DAY, "Permit applied for", "kept", kept_at=start + 99 * DAY),
            Flag(start + 180 * DAY, "Foundations poured", "broken", first_due=start + 150 * DAY),
            Flag(start + 205 * DAY, "Foundations poured", "kept", kept_at=start + 204 * DAY),
            Flag(start + 260 * DAY, "Shell closed", "kept", kept_at=start + 258 * DAY),
            Flag(start + 268 * DAY, "Invoice for the shell", "kept", kept_at=start + 266 * DAY),
            Flag(start + 385 * DAY, "Handed over before Christmas", "open", first_due=start + 330 * DAY),
            Flag(start + 425 * DAY, "Price stays as agreed", "open"),
        ),
        silences=(Silence(start + 130 * DAY, start + 149 * DAY, "19 days silent"),),
        notes=("7 people",),
    )


YEAR = _year()

CALM = Ribbon(
    start=on(6, 9),
    now=NOW,
    expected_finish=on(28, 9),
    bands=courts(
        on(6, 9),
        (1.0, "us"),
        (3.0, "customer"),
        (2.0, "us"),
        (2.2, "third", "the maker"),
        (3.1, "us"),
        (3.0, "customer"),
    ),
    seams=(Seam(on(10, 9), on(10, 10), "orders"),),
    touches=tuple(Touch(on(d, 10), "us" if d % 2 else "them") for d in (6, 7, 10, 11, 13, 17)),
    flags=(Flag(on(25, 9), "We ask again", "open"),),
)

HAPPY = Ribbon(
    start=on(1, 8),
    now=NOW,
    end=on(14, 15),
    bands=courts(
        on(1, 8),
        (0.5, "us"),
        (2.0, "customer"),
        (3.0, "us"),
        (1.5, "customer"),
        (4.0, "us"),
        (2.3, "customer"),
    ),
    seams=(
        Seam(on(4, 9), on(4, 11), "orders"),
        Seam(on(7, 9), on(7, 12), "delivery"),
        Seam(on(12, 9), on(12, 10), "support"),
    ),
    touches=(
        Touch(on(1, 8), "them"),
        Touch(on(1, 15), "us"),
        Touch(on(5, 9), "us"),
        Touch(on(9, 9), "us"),
        Touch(on(14, 12), "them"),
    ),
    flags=(Flag(on(11, 16), "Running by Wednesday", "kept", kept_at=on(11, 14)),),
)

RIBBONS = (
    (
        "A journey in trouble that was told about",
        OVEN,
        "Delivery waits; a promise moved, with the line from its first date; a chase; four days of silence.",
    ),
    (
        "A year, in brief",
        YEAR,
        "Turns thinner than a hair join; words that find no room keep a short pole and stand in the text.",
    ),
    ("Half an hour old", YOUNG, "The first touch, our answer, and the call that we promised."),
    (
        "Offered and not yet accepted",
        OFFERED,
        "The seam is open up to now; a released promise is drawn hollow.",
    ),
    ("Ended happy", HAPPY, "What has ended has no now and nothing ahead."),
    ("Just born", BORN, "Nothing but the first word."),
)

SHARED = Span(on(1, 0), on(30, 0))


@dataclass(frozen=True)
class Row:
    """One line of the sample desk."""

    name: str
    need: str
    chip: str
    kind: str
    ribbon: Ribbon
    step: str
    due: datetime
    act: str
    flag: str = ""
    state: str = ""
    alarm: bool = False


DESK = (
    Row("Bäckerei Lindner", "Our oven trips the breaker every morning.", "Waiting on us 4 days", "us", OVEN,
        "Confirm Wednesday 7:30", on(20, 15), "Open", "jeopardy", "moved", True),
    Row("Praxis Dr. Okafor", "Fibre was to be live on Monday.", "Waiting on us 2 days", "us", LATE,
        "Tell them the new date", on(20, 10), "Write", "promise broken", "broken", True),
    Row("Haus am See", "Two rooms too cold since the new pump.", "Waiting on us 38 minutes", "us", YOUNG,
        "Call back", on(20, 17.5), "Open"),
    Row("Mertens Druck", "A second line for the new press.", "Offered to you by sales", "us", OFFERED,
        "Accept or decline", on(20, 15.6), "Accept", "offer", "open"),
    Row("Gärtnerei Holm", "Greenhouse heating, like last year’s.", "On them 3 days", "customer", CALM,
        "Ask again", on(25, 9), "Open"),
    Row("Stadtbücherei", "The lift speaks to nobody.", "On the maker 5 days", "third", QUIET,
        "Part arrives", on(26, 9), "Open", "silent 5 d", "broken"),
    Row("Wohnbau Nord eG", "Forty flats, one summer, no cold shower.", "Waiting on us 6 hours", "us", YEAR,
        "Send the plan", on(23, 9), "Open"),
)  # fmt: skip

RAIL = (
    {"name": "Sales", "state": "done", "line": "They decided on 6 Nov"},
    {"name": "Orders", "state": "done", "line": "Agreed on 10 Nov · €18,400"},
    {
        "name": "Delivery",
        "state": "current",
        "theirs": "bake by Advent, no lost day",
        "ours": "accepted and paid",
    },
    {"name": "Support", "state": "ahead", "line": "A baker who calls us first next time"},
)

STEPS: tuple[dict[str, object], ...] = (
    {"name": "You told us your problem", "state": "done", "when": "2 November"},
    {"name": "You chose the deck oven with its own line", "state": "done", "when": "6 November"},
    {
        "name": "You agreed",
        "state": "done",
        "when": "10 November · €18,400",
        "href": "#agreement",
        "link": "read it",
    },
    {"name": "We build it in", "state": "current", "when": "Wednesday, 7:30 to about 16:00"},
    {"name": "You bake, and tell us how it went", "state": "ahead", "when": ""},
)

REFUSED = Refusal(
    "holder_must_accept",
    _("Delivery has not accepted this journey yet, so it stays in orders."),
    law=1,
    instead=_("Ask Jonas Weber to accept it, or take the offer back. Until then you hold it."),
)

REFERENCES = ("PO 2026-118", "+49 341 555 0142", "oven SN 77-20419", "Elmenstraße 14", "old no. A-3391")

PHRASES = ["kept on the first date", Phrase("1 broken", "bad"), Phrase("4827-9163", href="/ui/journey")]
MARKED = [("Bäckerei ", False), ("Lind", True), ("ner", False)]
