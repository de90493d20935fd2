"""Each act of the journey page by its address: it works, it refuses what is wrong, and it asks for the right.

The world is committed once. Each test looks at it in a transaction of its own, which is rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from tests import cast as stations
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.entities.test_entities import SOLAR
from tests.web.signed_in import at

from wellkept.blueprints.queries import plan
from wellkept.delivery import commands as delivery
from wellkept.delivery.new_item import NewItem
from wellkept.endings import commands as endings
from wellkept.entities import commands as entities
from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.journeys.commands import holds
from wellkept.journeys.commands.touches import log_touch
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.models import QuoteLine, QuoteQuestion
from wellkept.people import commands as people
from wellkept.people.actor import SYSTEM
from wellkept.promises import commands as promises
from wellkept.sales import commands as sales
from wellkept.visits import commands as visits
from wellkept.visits.new_record import NewRecord
from wellkept.visits.window import VisitPlan, Window
from wellkept.web.journeys import urls

pytestmark = pytest.mark.django_db

EVERYBODY = ""  # no right is asked for: everybody on the staff may do it


@dataclass
class World:
    """The company, a journey at each station, and the keys that addresses name."""

    cast: Cast
    journeys: dict[str, Journey]
    keys: dict[str, str]


def build(cast: Cast) -> World:
    journeys = {
        "opened": stations.opened(cast),
        "read back": stations.opened(cast),
        "decided": stations.decided(cast),
        "offered": stations.offered(cast),
        "orders": stations.in_orders(cast),
        "drafted": stations.in_orders(cast),
        "quoted": stations.quoted(cast),
        "reduced": stations.in_orders(cast),
        "asked for": stations.in_orders(cast),
        "put": stations.put(cast),
        "delivery": stations.in_delivery(cast),
        "delivered": stations.in_delivery(cast),
        "support": stations.in_support(cast),
        "resting": stations.at_rest(cast),
        "unanswered": stations.opened(cast),
        "asked": stations.opened(cast),
        "other": stations.opened(cast),
        "ended": stations.opened(cast),
    }
    tom, jonas, mira = cast.by("tom"), cast.by("jonas"), cast.by("mira")
    sales.read_back(journey=journeys["read back"].pk, text="The oven trips the breaker", by=tom)
    delivery.deliver(journey=journeys["delivered"].pk, words="The line is in", by=jonas)
    endings.cancel(journey=journeys["ended"].pk, why="Not now", by=cast.by("ana"), by_them=True)
    keys = {"item": "site-known", "offer": str(journeys["offered"].handoffs.get(state="offered").pk)}

    support = journeys["support"]
    stations.finish_all(support, mira)
    for promise in support.promises.filter(kept_at=None, released_at=None):
        promises.keep_promise(journey=support.pk, promise=promise.pk, by=mira)

    here = journeys["delivery"]
    keys["date"] = str(here.promises.get(purpose="delivery").pk)
    call = promises.make_promise(journey=here.pk, text="A call", due=clock.now() + 2 * DAY, by=jonas)
    gift = promises.make_promise(
        journey=here.pk, text="A gift", due=clock.now() + 2 * DAY, is_told=False, by=jonas
    )
    move = promises.move_promise(
        journey=here.pk, promise=call.pk, due=clock.now() + 4 * DAY, reason="The carrier is late", by=jonas
    )
    hold = holds.place_hold(journey=here.pk, stops="billing", why="The wall is wet", by=jonas)
    done, otherwise = [step.key for step in plan(here.version_id).steps_of("delivery")][:2]
    keys |= {"call": str(call.pk), "gift": str(gift.pk), "move": str(move.pk), "hold": str(hold.pk)}
    keys |= {"done": done, "otherwise": otherwise, "step": str(here.steps.filter(done_at=None)[0].pk)}

    returned = Notice.objects.filter(subject=journeys["opened"].pk, channel="mail")[0]
    notices.give_up(notice=returned.pk, trouble="550 no such user", by=SYSTEM)
    keys["notice"] = str(returned.pk)

    log_touch(journey=journeys["asked"].pk, touch=IncomingTouch("call", "When?", needs_answer=True), by=tom)
    silent = journeys["unanswered"]
    for n in range(silent.version.asks_before_no_answer):
        with clock.at(MONDAY + (n + 1) * HOUR):
            last = endings.ask_again(journey=silent.pk, by=tom)
            if n + 1 == silent.version.asks_before_no_answer:
                notices.carried(notice=last.pk, title="Last", text="Last", html="", by=SYSTEM)
    pump = NewItem(product="Pump", serial="P 1")
    keys["installed"] = str(delivery.install_item(journey=here.pk, item=pump, by=jonas).pk)
    keys["other"] = str(journeys["other"].pk)
    keys["question"] = str(quotes(cast, journeys["drafted"], journeys["quoted"]).pk)
    ask_for_discounts(cast, journeys["reduced"], journeys["asked for"])
    keys |= visits_on(cast, here)
    keys["solar"] = str(entities.add_entity(details=SOLAR, by=cast.by("ana")).pk)
    return World(cast, {name: stations.fresh(row) for name, row in journeys.items()}, keys)


def ask_for_discounts(cast: Cast, reduced: Journey, asked: Journey) -> None:
    """Draft two quotes with a discount beyond everybody's limit but Lea's, and ask her about one."""
    people.set_usual_discount_limit(discount_limit=Decimal(5), by=cast.by("ana"))
    people.set_sales_rights(
        person=cast.lea.pk, discount_limit=Decimal(30), sees_costs=False, by=cast.by("ana")
    )
    less = [replace(stations.QUOTED[0], discount=Decimal(20))]
    for row in (reduced, asked):
        draft = orders.begin_quote(
            journey=row.pk, words="Less", currency="EUR", lines=less, by=cast.by("olga")
        )
    orders.ask_for_approval(quote=draft.pk, approver=cast.lea.pk, words="They buy ten", by=cast.by("olga"))


def visits_on(cast: Cast, row: Journey) -> dict[str, str]:
    """A visit that waits for a choice, one that is fixed, and one whose time has passed a day later."""
    plan = VisitPlan(person=cast.lea.pk, place="The shop", words="Put it in")
    by, hour = cast.by("jonas"), timedelta(hours=1)

    def window(at: datetime) -> Window:
        return Window(at, at + hour)

    soon, later = window(MONDAY + 3 * DAY), window(MONDAY + 4 * DAY)
    offered = visits.offer_visit(journey=row.pk, plan=plan, windows=[soon], by=by)
    fixed = visits.fix_visit(journey=row.pk, plan=plan, window=later, by=by)
    gone = visits.fix_visit(journey=row.pk, plan=plan, window=window(MONDAY + 3 * HOUR), by=by)
    hours = NewRecord(key=uuid4(), kind="hours", seen=0, quantity=Decimal(2))
    record = visits.keep_record(visit=fixed.pk, new=hours, by=cast.by("lea"))
    return {
        "offered": str(offered.pk),
        "visit": str(fixed.pk),
        "gone": str(gone.pk),
        "record": str(record.pk),
    }


def quotes(cast: Cast, drafted: Journey, sent: Journey) -> QuoteQuestion:
    """Draft a quote that can be sent, and ask a question on a line of the one that was sent."""
    olga, later = cast.by("olga"), clock.now() + 10 * DAY
    draft = orders.begin_quote(
        journey=drafted.pk, words="A line", currency="EUR", lines=stations.QUOTED, by=olga
    )
    orders.change_quote(
        quote=draft.pk, words="A line", terms="", delivery_by=later, valid_until=later, by=olga
    )
    line = QuoteLine.objects.filter(quote__journey=sent).order_by("pk")[0]
    return orders.ask_about_line(line=line.pk, words="Black?", by=stations.speaker_of(sent))


@pytest.fixture(scope="module")
def committed_world(committed_module: None, kept_company: Cast) -> World:
    with clock.at(MONDAY), transaction.atomic():
        return build(stations.bring_back(kept_company))


@pytest.fixture
def world(committed_world: World, db: None) -> Iterator[World]:
    """The world, a day later."""
    with clock.at(MONDAY + DAY):
        yield committed_world


@dataclass(frozen=True)
class Act:
    """An act as it is typed: on which journey, by whom, the event it leaves, what is wrong with it, who may not."""

    noun: str
    station: str
    who: str
    event: str
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] | None = field(default_factory=lambda: {"words": ""})
    stranger: str = "iris"


SOON, LATER, LONG_AGO = "2026-03-05T10:00", "2026-03-20T10:00", "2020-01-01T10:00"
SAID, NO_WHY, NO_REASON, NO_DATE = {"words": "It is fine"}, {"why": ""}, {"reason": ""}, {"next_due": "soon"}
A_LINE = {"words": "A line", "total": "9", "delivery_by": LATER}
TIME = {"first": "2026-03-06T10:00", "minutes": "60"}
CHOICE = {"evidence": "spoken", "choice-0": "Small"}
VISIT = TIME | {"person": "{lea}", "place": "The shop", "change_hours": "24"} | SAID
SERIAL = {"kind": "serial", "reference": "SN 7"}
# fmt: off
ACTS = [
    # what is said
    Act("letters", "delivery", "jonas", "wrote_to_customer", {"words": "We come on Monday."}, stranger=EVERYBODY),
    Act("notes", "delivery", "iris", "note_written", {"words": "The key is next door."}, stranger=EVERYBODY),
    Act("touches", "delivery", "iris", "touch_logged", {"incoming": "in"} | SAID, {"incoming": "up"}, EVERYBODY),
    Act("asks", "opened", "tom", "notice_queued", {"words": "Which day?"}, None),
    Act("no-answer-needed", "asked", "tom", "no_answer_needed", {}, NO_DATE),
    # promises
    Act("promises", "delivery", "jonas", "promise_made", {"text": "Tea", "due": SOON}, {"due": LONG_AGO}),
    Act("promises/{date}/keeping", "delivery", "jonas", "promise_kept", {}, NO_DATE),
    Act("promises/{date}/moves", "delivery", "jonas", "promise_move_asked", {"due": LATER, "reason": "-"}, NO_REASON),
    Act("promises/{date}/release", "delivery", "jonas", "promise_released", SAID),
    Act("promises/{gift}/striking", "delivery", "jonas", "promise_struck", {"reason": "Not ours"}, NO_REASON),
    Act("moves/{move}/answer", "delivery", "jonas", "new_date_answered", {"accept": "yes"} | SAID),
    # steps, the process, holds
    Act("steps", "delivery", "jonas", "step_planned", {"what": "Order it", "due": SOON}, {"what": ""}),
    Act("steps/{step}/end", "delivery", "jonas", "step_done", {"next_what": "Go on"}, {"wait_whom": "nobody"}),
    Act("steps/{step}/moves", "delivery", "jonas", "step_moved", {"due": SOON}, {"due": "soon"}),
    Act("waits", "delivery", "jonas", "step_planned", {"what": "A yes", "ask_again": SOON}, {"ask_again": LONG_AGO}),
    Act("process/{done}", "delivery", "jonas", "blueprint_step_done", {"evidence": "Plan 3"}, None),
    Act("process/{otherwise}/deviation", "delivery", "jonas", "deviated", {"reason": "Not needed"}, NO_REASON),
    Act("holds", "delivery", "jonas", "hold_placed", {"stops": "delivery", "why": "Wet"}, NO_WHY),
    Act("holds/{hold}/lifting", "delivery", "jonas", "hold_lifted", {}, None),
    # passing it on
    Act("handoffs", "decided", "tom", "handoff_offered", {}, {"receiver": "nobody"}),
    Act("handoffs/{offer}/acceptance", "offered", "olga", "handoff_accepted", {"rating": "4"}, {"rating": "9"}),
    Act("handoffs/{offer}/refusal", "offered", "olga", "handoff_declined", {"reason": "Which?"}, NO_REASON),
    Act("handoffs/{offer}/withdrawal", "offered", "tom", "handoff_withdrawn", {"reason": "Wait"}, NO_REASON),
    Act("checks/{item}", "put", "olga", "item_ticked", {"note": "Seen"}, None),
    Act("checks/{item}/removal", "delivery", "jonas", "item_unticked", {}, None),
    # the stages
    Act("read-backs", "opened", "tom", "read_back_put", {"text": "It trips"}, {"text": ""}),
    Act("read-backs/answer", "read back", "tom", "need_confirmed", {"answer": "yes"}, {"answer": "perhaps"}),
    Act("decision", "opened", "tom", "triggered", {"what": "A line", "evidence": "spoken"}, {"what": ""}),
    Act("quotes", "orders", "olga", "quote_begun", {"words": "A new line"}),
    Act("quotes/1/sending", "drafted", "olga", "quote_sent", {"requirements": "It hums"}, {"requirements": ""}),
    Act("quotes/1/choice", "quoted", "olga", "triggered", CHOICE | SAID, {"choice-0": "Huge"}),
    Act("quotes/1/refusal", "quoted", "olga", "quote_declined", {"words": "Too dear", "then": "no"}),
    Act("quotes/1/approvals", "reduced", "olga", "discount_approval_asked", {"approver": "{lea}"} | SAID),
    Act("quotes/1/approval", "asked for", "lea", "discount_answered", {"approved": "yes"}, {"approved": ""}),
    Act("questions/{question}/answer", "quoted", "olga", "line_question_answered", {"words": "Yes, black"}),
    Act("agreements", "orders", "olga", "agreement_put", A_LINE, {"total": "-1"}),
    Act("agreement", "put", "olga", "triggered", {"evidence": "paper"} | SAID),
    Act("agreement/refusal", "put", "olga", "agreement_declined", {"words": "Too late"}),
    Act("delivery", "delivery", "jonas", "delivered", {"words": "The line is in"}),
    Act("acceptance", "delivered", "jonas", "triggered", {"evidence": "spoken"} | SAID),
    Act("rejection", "delivered", "jonas", "rejected", {"words": "The cover is missing"}),
    Act("items", "delivery", "jonas", "item_installed", {"product": "Pump", "serial": "P 7"}, {"product": ""}),
    Act("items/{installed}/correction", "delivery", "jonas", "item_corrected", {"product": "Pump"}, {"product": ""}),
    Act("items/{installed}/removal", "delivery", "jonas", "item_taken_out", {"because": "returned"}, {"because": ""}),
    # visits
    Act("visits", "delivery", "jonas", "visit_offered", VISIT, {"first": LONG_AGO}),
    Act("visits/{offered}/windows", "delivery", "jonas", "visit_windows_offered", TIME, {"first": LONG_AGO}),
    Act("visits/{offered}/time", "delivery", "jonas", "visit_fixed", TIME, {"first": ""}),
    Act("visits/{visit}/moves", "delivery", "jonas", "visit_moved", TIME | {"asked_for": "us"} | SAID),
    Act("visits/{visit}/person", "delivery", "jonas", "visit_handed", {"to": "{jonas}"}, {"to": "nobody"}),
    Act("visits/{visit}/cancellation", "delivery", "jonas", "visit_cancelled", {"who": "us"} | SAID),
    Act("visits/{gone}/missing", "delivery", "lea", "visit_missed", {"who": "them"} | SAID),
    Act("visits/{visit}/delay", "delivery", "lea", "visit_late", {"minutes": "20"}, {"minutes": "0"}),
    Act("visits/{visit}/begin", "delivery", "lea", "visit_begun", {}, None),
    Act("visits/{visit}/end", "delivery", "lea", "visit_done", {}, None),
    Act("records/{record}/judgement", "delivery", "jonas", "record_judged", {"counts": "no"} | SAID, {"words": ""}),
    Act("rest", "support", "mira", "went_to_rest", SAID, None),
    Act("next-need", "resting", "mira", "journey_ended", {"need": "An oven", "evidence": "spoken"}, {"need": ""}),
    # hands, details, readers, notices
    Act("owner", "delivery", "ana", "owner_changed", {"owner": "{mira}", "reason": "Tom moves"}, NO_REASON),
    Act("holder", "delivery", "jonas", "holder_changed", {"holder": "{lea}"}, {"holder": "{mira}"}),
    Act("waking", "resting", "mira", "woke", {"why": "It trips", "next_what": "Look"}, NO_WHY),
    Act("need", "delivery", "jonas", "need_corrected", {"need": "Two ovens"}, {"need": ""}),
    Act("references", "delivery", "iris", "reference_noted", SERIAL, {"reference": ""}, EVERYBODY),
    Act("seller", "opened", "tom", "seller_changed", {"entity": "{solar}"}, {"entity": "0"}),
    Act("confidentiality", "delivery", "tom", "made_confidential", {}, None),
    Act("readers", "delivery", "tom", "reader_named", {"person": "{mira}"}, {"person": "{tom}"}),
    Act("notices/{notice}/telling", "opened", "tom", "notice_told", {"words": "By telephone"}, stranger=EVERYBODY),
    Act("notices/{notice}/sending", "opened", "iris", "notice_sent_again", {}, None, EVERYBODY),
    Act("notices/{notice}/impossibility", "opened", "tom", "could_not_be_told", {"tries": "Twice"}, {"tries": ""}),
    # endings
    Act("cancellation", "delivery", "ana", "journey_ended", {"whose": "us", "why": "No part"}, NO_WHY),
    Act("decline", "opened", "tom", "journey_ended", {"why": "Too dear"}, NO_WHY),
    Act("fit", "opened", "tom", "fit_judged", {"asks": "A line", "verdict": "ours"}, {"asks": ""}),
    Act("not-ours", "opened", "tom", "journey_ended", {"why": "A roof"}, NO_WHY),
    Act("no-answer", "unanswered", "tom", "journey_ended", {}, None),
    Act("error", "opened", "tom", "journey_ended", {"why": "Typed twice"}, NO_WHY),
    Act("join", "opened", "tom", "journey_ended", {"into": "{other}", "why": "The same"}, NO_WHY),
    Act("parts", "delivery", "jonas", "problem_split_off", {"need": "The light flickers"}, {"need": ""}),
]
# fmt: on
each_act = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.noun)


def address(world: World, act: Act, station: str = "") -> str:
    return f"/journeys/{world.journeys[station or act.station].number}/{filled(world, act.noun)}"


def filled(world: World, text: str) -> str:
    """The text with the keys that it names, of people or of what the world has."""

    def key(name: re.Match[str]) -> str:
        return world.keys.get(name[1]) or str(world.cast.person(name[1]).pk)

    return re.sub(r"\{(\w+)\}", key, text)


def typed(world: World, act: Act, **other: str) -> dict[str, str]:
    return {name: filled(world, text) for name, text in (act.typed | other).items()}


def test_every_act_has_its_case() -> None:
    routes = [re.sub(r"<\w+:\w+>", "<>", str(route.pattern)) for route in urls._ACTS]
    assert [re.sub(r"\{\w+\}|\b1\b", "<>", act.noun) for act in ACTS] == routes


@each_act
def test_an_act_is_shown_and_done(world: World, act: Act) -> None:
    person, here = at(world.cast, act.who), address(world, act)
    before = {event.id for event in history(world.journeys[act.station].pk)}

    form = person.get(here)
    assert (form.status_code, 'method="post"' in form.content.decode()) == (200, True)
    seen = dict(re.findall(r'name="(seen)" value="(\w+)"', form.content.decode()))
    answer = person.post(here, typed(world, act) | seen)

    assert answer.status_code == 303, answer.context["form"].errors
    fresh = [event for event in history(world.journeys[act.station].pk) if event.id not in before]
    assert act.event in [event.type for event in fresh]
    assert {event.actor_id for event in fresh if event.type == act.event} == {world.cast.person(act.who).pk}
    assert person.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("act", [act for act in ACTS if act.wrong is not None], ids=lambda act: act.noun)
def test_a_wrong_field_comes_back_with_everything_typed(world: World, act: Act) -> None:
    before = Event.objects.count()
    sent = typed(world, act, **(act.wrong or {}))

    answer = at(world.cast, act.who).post(address(world, act), sent)

    assert answer.status_code == 422
    assert [name for name in (act.wrong or {}) if name in answer.context["form"].errors] == list(
        act.wrong or {}
    )
    assert {name: answer.context["form"][name].value() for name in sent} == sent
    assert Event.objects.count() == before


@pytest.mark.parametrize("act", [act for act in ACTS if act.stranger], ids=lambda act: act.noun)
def test_a_colleague_without_the_right_is_refused_in_words(world: World, act: Act) -> None:
    before = Event.objects.count()

    answer = at(world.cast, act.stranger).post(address(world, act), typed(world, act))

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Event.objects.count() == before


@each_act
def test_on_a_journey_that_has_ended_it_is_refused(world: World, act: Act) -> None:
    before = Event.objects.count()

    answer = at(world.cast, "tom").post(address(world, act, "ended"), typed(world, act))

    assert answer.status_code in (404, 409, 422)
    assert Event.objects.count() == before


def test_a_browser_that_names_no_readable_page_is_answered_all_the_same(world: World) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://[half"}
    row = world.journeys["delivery"]
    answer = at(world.cast, "iris").post(f"/journeys/{row.number}/notes", {"words": "A key"}, headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/journeys/{row.number}")
