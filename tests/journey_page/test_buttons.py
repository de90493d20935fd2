"""A button that is offered never leads to a refusal that the page could have known.

Journeys are driven through random commands. Then each act that a page shows is posted with sensible input: an act that
is offered is taken, and an act that is shown as impossible is refused in the words that the page gave.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.cast import MONDAY, Cast, bring_back
from tests.laws.acts import ACTS, Company
from tests.portal.doors import Customer
from tests.size import size

from wellkept.delivery.queries import delivered
from wellkept.events.models import Event
from wellkept.journey_page.acts import Act, acts_of, first_act
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys import queries
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.orders.commands import needs_code
from wellkept.people.actor import customer
from wellkept.people.models import Person
from wellkept.people.queries import actor, members
from wellkept.portal.content.asks import ask
from wellkept.portal.content.journey import customer_record

STATES = int(os.environ.get("WELLKEPT_EXAMPLES") or size(2, 30))
LIKELY = ["along"] * 30 + ["open", "touch", "touch", "tell", "hold", "agree"]
acts = st.lists(
    st.tuples(st.sampled_from(LIKELY + sorted(ACTS)), st.integers(0, 2**32)), min_size=6, max_size=16
)


def text(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M")


def input_for(act: Act, record: JourneyRecord) -> dict[str, Any]:
    """Sensible input: a form takes the fields that it has, and leaves the others."""
    row = record.row
    soon = text(clock.now() + timedelta(days=2))
    typed: dict[str, Any] = {
        "reference": "SN 7", "why": "Because it is so", "reason": "There is a reason", "text": "A call",
        "what": "Look at it", "words": "One line, 32 A", "need": "The light flickers", "asks": "A line",
        "tries": "Called twice", "answer": "yes", "incoming": "in", "total": "1840", "verdict": "ours",
        "evidence": "spoken", "due": soon, "ask_again": soon, "delivery_by": soon, "next_what": "See how it goes",
        "wait_whom": "us", "stops": "delivery", "product": "Pump", "because": "returned",
        "first": soon, "minutes": "60", "place": "The shop", "change_hours": "24", "asked_for": "us", "who": "us",
    }  # fmt: skip
    noun, _, query = act.noun.partition("?")
    if noun == "references":
        typed["kind"] = "serial"
    if noun == "holds":
        typed["stops"] = query.removeprefix("stops=")
    if noun == "cancellation":
        typed["whose"] = query.removeprefix("by=")
    if noun == "visits":
        typed["person"] = row.owner_id
    if noun == "owner":
        typed["owner"] = next(person.pk for person in record.colleagues if person.pk != row.owner_id)
    if noun == "holder":
        typed["holder"] = next(
            (member.pk for member in record.team_members if member.pk != row.holder_id), ""
        )
    if noun == "readers":
        known = {reader.person_id for reader in record.readers} | {row.owner_id, row.holder_id}
        typed["person"] = next(person.pk for person in record.colleagues if person.pk not in known)
    if noun == "join" and record.others:
        typed["into"] = record.others[0].pk
    if noun.endswith("/acceptance") and record.offer is not None:
        typed |= {f"point_{item.key}": soon for item in record.lacking(record.offer.to_stage)}
    return typed


@contextmanager
def forgotten() -> Iterator[None]:
    """Roll back everything that happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check_staff(row: Journey, person: Person) -> int:
    """Post every act that the page shows this person. Returns how many."""
    by = actor(person.pk)
    try:
        seen = queries.journey(row.number, by=by)
    except Refusal:
        return 0  # confidential: the page shows no act
    record = JourneyRecord(seen, by)
    first = first_act(record)
    shown = [*acts_of(record), *([first] if first is not None else [])]
    client = Client()
    client.force_login(person)
    for act in shown:
        before = Event.objects.count()
        with forgotten():
            address = f"/journeys/{row.number}/{act.noun}"
            form = client.get(address).content.decode()
            seen = dict(re.findall(r'name="(seen)" value="(\w+)"', form))
            answer = client.post(address, input_for(act, record) | seen)
            after = Event.objects.count()
        page = html.unescape(answer.content.decode())
        about = f"{act.noun} by {person.name}: {row.stage}, {row.state}, {answer.status_code}"
        if act.possible:
            assert answer.status_code == 303, f"{about}\n{_errors(page)}"
        else:
            assert answer.status_code in (403, 404, 409, 422), about
            assert after == before, about
            # A choice that cannot be made says so itself.
            assert act.why_not in page or act.noun == "join", f"{about}: {act.why_not}\n{_errors(page)}"
    return len(shown)


def check_customer(row: Journey) -> int:
    """Post every act that the page offers the customer. Returns how many."""
    seen = queries.by_id(row.pk)
    if seen.contact is None:
        return 0
    record = customer_record(seen, seen.contact, by=customer(seen.contact.pk))
    asked = ask(record)
    digest = bytes(record.agreement.digest).hex() if record.agreement is not None else ""
    places: dict[str, dict[str, str]] = {}
    if asked is not None:
        name = {"signed_name": "Petra Lindner"}
        waits = delivered(row.pk)
        places |= {
            "new_date": {f"dates/{asked.move.pk if asked.move else 0}/acceptance": {}},
            "read_back": {"confirmation": {"seen": str(record.read_back.pk if record.read_back else 0)}},
            "agreement": {"agreement": {**name, "shown_digest": digest}},
            "acceptance": {"acceptance": {**name, "seen": str(waits.id if waits else 0)}},
            "decision": {"decision": {"what": "A line of its own"}},
            "works": {"success": {}},
            "answer": {"question": {"words": "On Monday"}},
            "told": {},
        }[asked.kind]
    if "agreement" in places and needs_code(record.agreement, record.plan.version.code_above):
        places["agreement/code"] = {}  # a large sum asks for the code that this sends
        del places["agreement"]
    if record.may_ask:
        places["question"] = {"words": "When do you come?"}
    if record.may_decide:
        places["decision"] = {"what": "A line of its own"}
    if record.may_begin_next:
        places["next-need"] = {"need": "A second oven"}
    if record.may_end:
        places["end"] = {"why": "We do not need it any more"}
    petra = Customer(seen)
    for place, typed in places.items():
        before = Event.objects.count()
        with forgotten():
            answer = petra.sends(place, **typed)
            after = Event.objects.count()
        about = f"{place} by the customer: {row.stage}, {row.state}, {answer.status_code}"
        assert (answer.status_code, after > before) == (303, True), (
            f"{about}\n{_errors(html.unescape(answer.content.decode()))}"
        )
    return len(places)


def _errors(page: str) -> str:
    """Read the refusals of a page, without their markup."""
    refusals = re.findall(
        r'(?:errors-summary|class="error|refused)[^>]*>(.*?)</(?:div|ul|p|section)>', page, re.DOTALL
    )
    return "\n".join(" ".join(re.sub(r"<[^>]*>", " ", part).split()) for part in refusals)[:800]


@pytest.mark.long
@pytest.mark.django_db
def test_an_offered_act_is_taken_and_an_impossible_one_refused(kept_company: Cast) -> None:
    posted = 0

    @settings(
        max_examples=STATES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),  # to make one smaller takes minutes
    )
    @given(sequence=acts)
    @example(sequence=[("along", 796), ("plan", 1548529), ("confidential", 1055), ("leave a team", 4_294_967_295),
             ("keep", 345949), ("note", 228)])  # fmt: skip
    @example(sequence=[*[("along", 0)] * 5, ("access", 0)])
    @example(sequence=[("finish", 48572), ("write", 698), ("do a step", 556070019), ("ask again", 2910),
             ("away", 174781), ("write", 698), ("along", 7346), ("release", 9221), ("no answer", 423), ("tell", 413),
             ("along", 434), ("along", 434), ("put", 597863318)])  # fmt: skip
    def drive(sequence: list[tuple[str, int]]) -> None:
        nonlocal posted
        with forgotten():
            now = MONDAY
            with clock.at(now):
                cast = bring_back(kept_company)
                ACTS["open"](Company(cast, 1))
            for name, seed in sequence:
                now += timedelta(hours=5)
                with clock.at(now):
                    try:
                        with transaction.atomic():
                            ACTS[name](Company(cast, seed))
                            connection.check_constraints()  # as at a commit
                    except (Refusal, IntegrityError):
                        continue
            with clock.at(now):
                row = Journey.objects.exclude(state="ended").order_by("-move", "pk").first()
                if row is None:
                    return
                people = [row.owner, next(iter(members(row.team_id))), cast.iris]
                keys = [person.pk for person in people]
                for person in Person.objects.filter(pk__in=keys, active=True, access=True):
                    posted += check_staff(row, person)
                posted += check_customer(row)

    drive()
    assert posted > 20 * STATES
