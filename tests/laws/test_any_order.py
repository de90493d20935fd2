"""Anything, by anybody, in any order, sometimes two at once: after each act every law holds, seen from outside.

A short run stands in the check, a long one in `make long`; WELLKEPT_EXAMPLES asks for more.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.cast import MONDAY, Cast, bring_back
from tests.database import past_the_laws
from tests.events import chain
from tests.laws.acts import ACTS, Company
from tests.laws.outside import breaches
from tests.race import race
from tests.size import size

from wellkept.events.models import Event
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.laws import LAWS, constraint_of
from wellkept.verification.queries import verify

EXAMPLES = int(os.environ.get("WELLKEPT_EXAMPLES") or size(4, 60))
STEPS = int(os.environ.get("WELLKEPT_STEPS") or size(30, 50))
OFTEN = (
    ["along"] * 25
    + ["open"] * 3
    + ["touch"] * 3
    + ["tell"] * 4
    + ["answer an offer"] * 3
    + ["move a promise"] * 2
)
acts = st.sampled_from(OFTEN + sorted(ACTS))
seeds = st.integers(min_value=0, max_value=2**32)
minutes = st.sampled_from([1, 7, 60, 600, 3000, 20000])
jumps = st.sampled_from([-60, -1440, 1440])
went: Counter[str] = Counter()


class AnyOrder(RuleBasedStateMachine):
    """One company and its people. The clock goes forward, and at times it is set back, or ahead."""

    kept: Cast

    def __init__(self) -> None:
        super().__init__()
        self.now = self.latest = MONDAY
        set_clock(self.now)
        with clock.at(self.now):
            self.cast = bring_back(self.kept)

    @initialize(seed=seeds)
    def begin(self, seed: int) -> None:
        for n in range(3):
            self.do("open", seed + n)

    @rule(act=acts, seed=seeds, later=minutes)
    def one(self, act: str, seed: int, later: int) -> None:
        self.go_on(later)
        self.do(act, seed)

    @rule(by=jumps)
    def clock_jumps(self, by: int) -> None:
        self.go_on(by)

    def go_on(self, minutes: int) -> None:
        """Set the clocks of the program and of the database."""
        self.now += timedelta(minutes=minutes)
        self.latest = max(self.latest, self.now)
        set_clock(self.now)

    @rule(first=acts, second=acts, seed=seeds, later=minutes)
    def two_at_once(self, first: str, second: str, seed: int, later: int) -> None:
        self.go_on(later)
        with clock.at(self.now):
            for act, ended in zip(
                (first, second),
                race(
                    lambda: ACTS[first](Company(self.cast, seed)),
                    lambda: ACTS[second](Company(self.cast, seed)),  # the same die: likely the same journey
                ),
                strict=True,
            ):
                self.sound(act, ended)
        self.look(f"{first} and {second}")

    def do(self, act: str, seed: int) -> None:
        before = Event.objects.count()
        ended: object = None
        with clock.at(self.now):
            try:
                ended = ACTS[act](Company(self.cast, seed))
            except (Refusal, IntegrityError) as refused:
                ended = refused
        self.sound(act, ended)
        if isinstance(ended, Exception) and not act.startswith("sweep"):
            assert Event.objects.count() == before, f"{act} was refused and left something"
        self.look(act)

    def sound(self, act: str, ended: object) -> None:
        """An act goes through, or is refused in words; nothing else."""
        if isinstance(ended, IntegrityError):
            name = constraint_of(ended)
            assert name in LAWS, f"{act}: {ended}"
            assert name != "acts_count_from_their_record", f"{act}: {ended}"
            went[f"{act}: {name}"] += 1
        elif isinstance(ended, Refusal):
            assert ended.sentence
            went[f"{act}: refused"] += 1
        elif isinstance(ended, Exception):
            raise AssertionError(f"{act} broke") from ended
        else:
            went[f"{act}: done"] += 1

    def look(self, act: str) -> None:
        assert breaches(self.latest) == [], act

    def teardown(self) -> None:
        set_clock(None)
        assert chain.faults() == []
        assert verify().broken is None


def set_clock(instant: datetime | None) -> None:
    """Set the clock of the database; None as the tests have it, which never refuses a time to come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.set_clock(%s)", [instant or "infinity"])


@pytest.mark.law
@pytest.mark.one_version
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_law_holds_in_any_order(kept_company: Cast) -> None:
    AnyOrder.kept = kept_company
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    connection.close()
    for line, count in sorted(went.items()):
        print(f"{count:5} {line}")


@pytest.mark.law
@pytest.mark.one_version
@pytest.mark.django_db(transaction=True)
def test_a_version_approved_after_the_clock_was_set_back_came_after_what_is_later(kept_company: Cast) -> None:
    """Found by the test above: the moves before it bear later times, and keep the version of their day."""
    AnyOrder.kept = kept_company
    company = AnyOrder()
    company.begin(seed=0)
    company.clock_jumps(by=-60)
    company.one(act="approve", seed=1, later=1)
    assert breaches(company.latest) == []
    company.go_on(60)
    company.do("open", 8)  # of the process that has a new version
    with past_the_laws(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE move m SET version_id = older.id FROM blueprint_version v JOIN blueprint_version older"
            " USING (blueprint_id) WHERE v.id = m.version_id AND v.version = 2 AND older.version = 1"
        )
        assert cursor.rowcount == 1
    set_clock(None)
    assert len([line for line in breaches(company.latest) if line.startswith("6: a stage")]) == 1
