"""Our strengths, and whether a need is for us."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.voice import facts
from wellkept.voice.commands.checks import process_owner, required_words
from wellkept.voice.models import Fit, FitStrength, Strength
from wellkept.voice.models.fit import VERDICTS
from wellkept.voice.rules import cannot_judge_fit


@transaction.atomic
def note_strength(*, words: str, by: Actor) -> Strength:
    """Add a strength: something that we are good at."""
    me = process_owner(by=by)
    text = required_words(words, "words", _("What are we good at?"))
    if Strength.objects.filter(words=text, ended_at__isnull=True).exists():
        raise Refusal("a_strength_stands_once", _("This is in the list already."), field="words")
    ours = company()
    row = Strength.objects.create(subject_id=ours.pk, words=text, noted_at=clock.now(), noted_by_id=me)
    record(Entry(ours.pk, facts.StrengthNoted(strength=row.pk, words=text)), by=by.by)
    return row


@transaction.atomic
def end_strength(*, strength: int, why: str, by: Actor) -> None:
    """End a strength, with the reason."""
    process_owner(by=by)
    reason = required_words(why, "why", _("Why are we no longer good at it?"))
    row = Strength.objects.select_for_update().filter(pk=strength, ended_at__isnull=True).first()
    if row is None:
        raise missing("strength", _("This is not in the list."))
    row.ended_at, row.ended_why = clock.now(), reason
    row.save(update_fields=["ended_at", "ended_why"])
    fact = facts.StrengthEnded(strength=row.pk, words=row.words, why=reason)
    record(Entry(row.subject_id, fact), by=by.by)


def judge_fit(
    *,
    journey: int,
    asks: str,
    verdict: str,
    by: Actor,
    strengths: Sequence[int] = (),
    why: str = "",
    who_can_help: str = "",
    how_to_reach: str = "",
) -> Fit:
    """Judge a need: what it asks, which of our strengths, and whether it is for us, in part, or not."""
    with turn(journey=journey, by=by, check=cannot_judge_fit) as t:
        return judge(
            t,
            asks=asks,
            verdict=verdict,
            strengths=strengths,
            why=why,
            who_can_help=who_can_help,
            how_to_reach=how_to_reach,
        )


def judge(
    t: Turn,
    *,
    asks: str,
    verdict: str,
    strengths: Sequence[int] = (),
    why: str = "",
    who_can_help: str = "",
    how_to_reach: str = "",
    notice: Notice | None = None,
) -> Fit:
    """Judge a need as part of another act. `notice` tells the customer who can help."""
    needs = required_words(asks, "asks", _("What does this need ask for?"))
    if verdict not in VERDICTS:
        raise invalid("verdict", _("It is for us, in part, or not."))
    if verdict != "ours" and not why.strip():
        raise invalid("why", _("Why is it not for us?"))
    name, reach = who_can_help.strip(), how_to_reach.strip()
    if name and not reach:
        raise invalid("how_to_reach", fill(_("How do they reach %(name)s?"), name=name))
    if reach and not name:
        raise invalid("who_can_help", _("Who can help?"))
    if name and verdict == "ours":
        raise invalid("who_can_help", _("It is for us, so nobody else needs to help."))
    chosen = list(Strength.objects.filter(pk__in=list(strengths), ended_at__isnull=True))
    if len(chosen) != len(set(strengths)):
        raise invalid("strengths", _("This is not in the list of our strengths."))
    row = Fit.objects.create(
        journey=t.row,
        asks=needs,
        verdict=verdict,
        why=why.strip(),
        helper_name=name,
        helper_contact=reach,
        notice=notice,
        judged_at=t.now,
        judged_by_id=t.by.as_staff(),
    )
    FitStrength.objects.bulk_create(FitStrength(fit=row, strength=strength) for strength in chosen)
    t.say(
        facts.FitJudged(
            fit=row.pk,
            verdict=verdict,
            strengths=sorted(strength.pk for strength in chosen),
            asks=needs,
            why=row.why,
            helper=f"{name}, {reach}" if name else None,
        )
    )
    return row
