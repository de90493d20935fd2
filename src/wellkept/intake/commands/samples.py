"""Weekly sample: the person behind a rule sees what it set aside, and says where it was wrong (law 3)."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.events import sweeps
from wellkept.events.commands import Entry, record
from wellkept.intake import samples
from wellkept.intake.commands.items import take_back
from wellkept.intake.facts import ItemSetAsideRightly
from wellkept.intake.models import Item, Sample, Sampled
from wellkept.kernel import clock
from wellkept.kernel.header_text import one_line
from wellkept.kernel.refusal import forbidden, missing
from wellkept.people.actor import Actor
from wellkept.people.models import Person


def draw_samples() -> int:
    """Draw each person's sample of last week once, and mail it once. Run by the clock."""
    monday = samples.monday_of(clock.now())
    sweeps.each("draw_samples", list(samples.people_answering(monday)), _draw)
    waiting = Sample.objects.filter(monday=monday, mailed_at__isnull=True).order_by("pk")
    # What cannot be mailed is tried again in the next hour; on their page it stands already.
    return sweeps.each("mail_samples", list(waiting.values_list("pk", flat=True)), _mail)


@transaction.atomic
def set_aside_rightly(*, item: int, by: Actor) -> None:
    """Confirm that the rule was right."""
    row = _say(item, by, right=True)
    record(Entry(item, ItemSetAsideRightly(rule=row.rule_id)), by=by.by)


@transaction.atomic
def set_aside_wrongly(*, item: int, by: Actor) -> None:
    """Return a wrongly set-aside item to Intake with its due time, and count the rule's error."""
    _say(item, by, right=False)
    take_back(item=item, in_sample=True, by=by)


@transaction.atomic
def _draw(person: int) -> None:
    """Draw a sample for one person."""
    monday = samples.monday_of(clock.now())
    keys = samples.set_aside_before(monday, person=person)
    sample, new = Sample.objects.get_or_create(
        person_id=person, monday=monday, defaults={"drawn_at": clock.now(), "of": len(keys)}
    )
    if new:
        shown = Item.objects.filter(pk__in=samples.drawn(keys, monday)).order_by("pk")
        Sampled.objects.bulk_create(
            Sampled(sample=sample, item=item, rule=item.rule)
            for item in shown.select_related("rule")
            if item.rule is not None
        )


@transaction.atomic
def _mail(sample: int) -> bool:
    """Mail the sample. Marked before it is sent, so that a crash repeats at most one mail."""
    row = Sample.objects.select_for_update(skip_locked=True).filter(pk=sample, mailed_at__isnull=True).first()
    if row is None:
        return False
    row.mailed_at = clock.now()
    row.save(update_fields=["mailed_at"])
    person = Person.objects.get(pk=row.person_id)
    if not person.active:
        return False
    with translation.override(person.language):
        lines = [
            _("%(sender)s: %(title)s (%(why)s)")
            % {
                "sender": one_line(sampled.item.sender),
                "title": one_line(sampled.item.heading) or _("without a title"),
                "why": one_line(sampled.rule.why),
            }
            for sampled in Sampled.objects.filter(sample=row).select_related("item", "rule").order_by("pk")
        ]
        words = ngettext(
            "Last week your rules set %(n)s mail aside. Here is what it was:",
            "Last week your rules set %(n)s mails aside. Here are some of them:",
            row.of,
        ) % {"n": row.of}
        send_mail(
            subject=_("What your rules set aside last week"),
            message=f"{words}\n\n"
            + "".join(f"- {line}\n" for line in lines)
            + "\n"
            + _("Was one of them meant for us? Say so here, and it waits in Intake again:")
            + f"\n{settings.PUBLIC_URL}/intake/sample\n",
            from_email=None,
            recipient_list=[person.email],
        )
    return True


def _say(item: int, by: Actor, *, right: bool) -> Sampled:
    """Store the verdict on one sampled item."""
    me = by.as_staff()
    row = Sampled.objects.select_for_update().filter(item=item, right__isnull=True).order_by("-pk").first()
    if row is None:
        raise missing("item", _("This is in no sample, or somebody has judged it already."))
    if row.sample.person_id != me and not by.admin:
        raise forbidden(_("Only the person who answers for the rule can say whether it was right."))
    row.right, row.said_at = right, clock.now()
    row.save(update_fields=["right", "said_at"])
    return row
