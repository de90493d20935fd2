"""What the customer is told by a person: a step of the owner's, until somebody has told it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.turn import Turn
from wellkept.journeys.models import NextStep
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice


def told_by_us(t: Turn, notice: Notice, *, what: str, before: datetime) -> NextStep:
    """The owner calls or writes, and says this: before that time, where there is any left, else as soon as we answer.

    It is over when it is said on record that they were told, in whatever way.
    """
    name = notice.contact.name if notice.contact else t.row.customer.name
    verb = f"Call {name}" if notice.channel == "call" else f"Write {name} a letter"
    soon = t.now + timedelta(hours=t.stage.answer_hours)
    return t.plan_step(
        f"{verb}: {what}",
        due=min(before, soon) if before > t.now else soon,
        kind="tell",
        whom=str(notice.pk),
        handler=t.row.owner_id,
    )


def tells_what_is_untold(step: NextStep) -> bool:
    """Whether the step is to tell a notice that nobody has told yet: no call of another matter makes it told."""
    if step.kind != "tell" or not step.whom:
        return False
    return Notice.objects.filter(pk=step.whom, told_at__isnull=True).exists()


def refuse_untold(step: NextStep) -> None:
    """Such a step is done by saying that they were told, and what."""
    if tells_what_is_untold(step):
        raise Refusal(
            "untold",
            _("They count as not told until somebody writes down what was said to them."),
            law=8,
            instead=_("Tell them, then choose “They were told”."),
        )
