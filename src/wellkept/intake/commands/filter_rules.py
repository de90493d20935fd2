"""Make, end and hand over the rules that set mail aside."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.intake import facts
from wellkept.intake.models import RULES, Rule
from wellkept.intake.rules import cannot_change_rule
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.queries import answers_for_company, company


@transaction.atomic
def make_rule(*, kind: str, why: str, by: Actor, pattern: str = "", answerable: int | None = None) -> Rule:
    """Set mail like this aside automatically from now on. The maker answers for the rule, or a named person."""
    me = by.as_staff()
    if kind not in RULES:
        raise invalid("kind", _("What does the rule look at?"))
    wanted = pattern.strip().lower().removeprefix("@") if kind == "domain" else pattern.strip().lower()
    if kind in ("sender", "domain", "list") and not wanted:
        raise invalid("pattern", _("Which sender, domain or list?"))
    if not why.strip():
        raise invalid("why", _("Why is this set aside?"))
    _active(answerable or me)
    ours = company().pk
    row = Rule.objects.filter(kind=kind, pattern=wanted, ended_at__isnull=True).first()
    if row is not None:
        return row
    row = Rule.objects.create(
        subject_id=ours, kind=kind, pattern=wanted, why=why.strip(), answerable_id=answerable or me,
        made_at=clock.now(),
    )  # fmt: skip
    record(
        Entry(
            ours,
            facts.IntakeRuleMade(
                rule=row.pk, kind=kind, pattern=wanted, why=row.why, answerable=row.answerable_id
            ),
        ),
        by=by.by,
    )
    return row


@transaction.atomic
def end_rule(*, rule: int, by: Actor) -> None:
    """End a rule. What it set aside stays there, and findable."""
    row = _rule(rule, by)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        record(Entry(row.subject_id, facts.IntakeRuleEnded(rule=row.pk)), by=by.by)


@transaction.atomic
def hand_over_rule(*, rule: int, to: int, by: Actor) -> None:
    """Make another person answer for the rule."""
    row = _rule(rule, by)
    _active(to)
    row.answerable_id = to
    row.save(update_fields=["answerable"])
    record(Entry(row.subject_id, facts.IntakeRuleHandedOver(rule=row.pk, answerable=to)), by=by.by)


@transaction.atomic
def hand_over_rules(*, person: int, to: int, by: Actor) -> int:
    """Pass all rules of `person`, who leaves, to another person."""
    keys = list(Rule.objects.filter(answerable_id=person, ended_at__isnull=True).values_list("pk", flat=True))
    for key in keys:
        hand_over_rule(rule=key, to=to, by=by)
    return len(keys)


def _rule(rule: int, by: Actor) -> Rule:
    row = Rule.objects.select_for_update().filter(pk=rule).first()
    if row is None:
        raise missing("rule", _("There is no such rule."))
    refuse(cannot_change_rule(answerable=row.answerable_id, answers_for_all=answers_for_company(by), by=by))
    return row


def _active(person: int) -> None:
    if not Person.objects.filter(pk=person, active=True).exists():
        raise invalid("answerable", _("This person has left."))
