"""The headline of the page: the next date or what happens next, and the reason for a changed date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wellkept.kernel import number, wording
from wellkept.kernel.text import fill_now
from wellkept.portal.content.asks import Ask
from wellkept.portal.content.journey import CustomerRecord
from wellkept.portal.content.markup import day_of, has_hour, long_day, own, say
from wellkept.promises.purposes import DELIVERY
from wellkept.promises.queries import state_of
from wellkept.voice.queries.statements import fit_of

if TYPE_CHECKING:
    from wellkept.promises.models import Promise


@dataclass(frozen=True)
class Headline:
    """The headline and the short text below it."""

    large: SafeString
    lead: list[str] = field(default_factory=list)


def headline(record: CustomerRecord, ask: Ask | None) -> Headline:
    """Choose the headline, in the order of what matters to a waiting customer."""
    if record.journey.state == "ended":
        return _ended(record)
    if record.journey.state == "at_rest":
        return _at_rest(record)
    if ask is not None and ask.kind == "new_date":
        return _new_date(record, ask)
    dates = record.open_dates
    broken = [row for row in dates if state_of(row) == "broken"]
    if broken:
        return _late(record, broken[0])
    if ask is not None and ask.kind in _ASKED:
        return _ASKED[ask.kind](record)
    if dates:
        return _promised(record, dates[0])
    return _at_work(record)


def _promised(record: CustomerRecord, row: Promise) -> Headline:
    assert row.due is not None
    words = {"what": row.sentence, "day": long_day(row.due), "name": record.today.name}
    if row.kind == "call_back":
        large = say(_("%(name)s will call you by <b>%(day)s.</b>"), **words)
    elif row.purpose == DELIVERY:
        large = say(_("It will be ready for you by <b>%(day)s.</b>"), **words)
    else:
        large = say(_("%(what)s: by <b>%(day)s.</b>"), **words)
    return Headline(large, [*_hour(row.due), *_why_it_changed(record, row)])


def _hour(due: datetime) -> list[str]:
    """The time of day until which a date counts, where one was meant."""
    return [_("By %(hour)s at the latest.") % {"hour": wording.hour(due)}] if has_hour(due) else []


def _why_it_changed(record: CustomerRecord, row: Promise) -> list[str]:
    assert row.due is not None
    assert row.first_due is not None
    moves = [move for move in row.moves.all() if move.to_due == row.due]
    if row.due == row.first_due or not moves:
        refused = [move for move in row.moves.all() if move.answer == "refused"]
        if not refused:
            return []
        return [
            _("The later date does not suit you. %(name)s is looking for another way.")
            % {"name": record.today.name}
        ]
    move = moves[-1]
    sentences = [
        _("It was planned for %(day)s. The reason: %(reason)s")
        % {"day": long_day(row.first_due), "reason": _sentence(move.reason)}
    ]
    if move.answer == "accepted" and move.answered_at is not None:
        sentences.append(_("You accepted the new date on %(day)s.") % {"day": long_day(move.answered_at)})
    return sentences


def _new_date(record: CustomerRecord, ask: Ask) -> Headline:
    move = ask.move
    assert move is not None
    large = say(
        _("We cannot keep %(old)s. We can do <b>%(new)s.</b>"),
        old=day_of(move.from_due),
        new=long_day(move.to_due),
    )
    sorry = _("We are sorry.") + " " + _sentence(move.reason)
    if move.promise.purpose == DELIVERY:
        return Headline(large, [*_hour(move.to_due), sorry])
    about = fill_now(_("This is about: %(what)s."), {"what": move.promise.sentence})
    return Headline(large, [*_hour(move.to_due), about, sorry])


def _late(record: CustomerRecord, row: Promise) -> Headline:
    assert row.due is not None
    lead = _(
        "%(what)s was promised for %(day)s. %(name)s owes you a new date; please call if it is urgent."
    ) % {
        "what": row.sentence,
        "day": long_day(row.due),
        "name": record.today.name,
    }
    return Headline(say(_("<b>We are late,</b> and we are sorry.")), [lead])


def _at_work(record: CustomerRecord) -> Headline:
    name = record.today.name
    step = next((s for s in record.steps if s.awaits == "us" and s.rule.is_shown_to_customer), None)
    third = next((s for s in record.steps if s.awaits == "third"), None)
    large = say(_("<b>%(name)s</b> is on it."), name=name)
    if record.journey.court == "third" and third is not None:
        return Headline(
            say(_("We wait for <b>%(whom)s.</b>"), whom=third.whom),
            [
                _("%(name)s asks them again on %(day)s at the latest.")
                % {"name": name, "day": long_day(third.due_at)}
            ],
        )
    if step is not None and step.rule.customer_hears_back:
        large = say(_("<b>%(name)s</b> will get back to you."), name=name)
    elif record.waits_for == "next_need":
        return Headline(
            say(_("It runs, <b>and we are there.</b>")),
            [_("%(name)s hands everything over to you in good order.") % {"name": name}],
        )
    lead = [own(record.plan.stage(record.stage).customer_words) + "."]
    if step is not None and step.due_at > record.now:
        lead.append(_("The next step is planned for %(day)s.") % {"day": long_day(step.due_at)})
    return Headline(large, lead)


def _at_rest(record: CustomerRecord) -> Headline:
    check_in = record.journey.next_step
    lead: list[str] = []
    if check_in is not None:
        lead.append(_("We will ask you on %(day)s whether all is well.") % {"day": long_day(check_in.due_at)})
    lead.append(_("Whatever comes up until then: write or call, on the same number."))
    return Headline(say(_("It works, <b>and we are there.</b>")), lead)


def _ended(record: CustomerRecord) -> Headline:
    ended = record.ending
    how = ended.how if ended else ""
    sentences = {
        "happy": _("This one is <b>done.</b>"),
        "not_ours": _("We are <b>not the right ones</b> for this."),
        "customer_declined": _("You decided <b>against it.</b>"),
        "no_answer": _("We did not hear from you and <b>closed this.</b>"),
        "cancelled_by_them": _("This is <b>cancelled,</b> as you asked."),
        "cancelled_by_us": _("We had to <b>cancel this,</b> and we are sorry."),
        "opened_in_error": _("This was opened <b>by mistake.</b>"),
        "elsewhere": _("This one is <b>done.</b>"),
    }
    lead: list[str] = []
    if ended is not None and how == "happy" and ended.next_journey is not None:
        lead.append(
            _("Your next one has the number %(number)s.") % {"number": number.show(ended.next_journey.number)}
        )
    elif ended is not None and how in ("cancelled_by_us", "not_ours"):
        lead.append(_sentence(ended.why))
        fit = fit_of(record.journey.pk) if how == "not_ours" else None
        if fit is not None and fit.helper_name:
            lead.append(
                _("%(who)s can help you: %(reach)s") % {"who": fit.helper_name, "reach": fit.helper_contact}
            )
    elif how == "no_answer":
        lead.append(_("Nothing is lost: one word from you, and we take it up with all that we know."))
    return Headline(say(sentences.get(how, _("This one is <b>closed.</b>"))), lead)


def _asked_read_back(record: CustomerRecord) -> Headline:
    return Headline(
        say(_("Did we <b>understand you?</b>")), [_("We begin when you say that this is your problem.")]
    )


def _asked_agreement(record: CustomerRecord) -> Headline:
    assert record.agreement is not None
    large = say(
        _("Once you agree, it is ready by <b>%(day)s.</b>"), day=long_day(record.agreement.delivery_by)
    )
    lead = _hour(record.agreement.delivery_by)
    if record.agreed is not None:
        day = long_day(record.agreed.delivery_by)
        lead.append(_("Until then, what we agreed counts: it is ready by %(day)s.") % {"day": day})
    return Headline(large, lead)


def _asked_quote(record: CustomerRecord) -> Headline:
    assert record.quote is not None
    assert record.quote.delivery_by is not None
    return Headline(
        say(_("Here is our quote. <b>What would you like?</b>")),
        [_("Once you agree, it is ready by %(day)s.") % {"day": long_day(record.quote.delivery_by)}],
    )


def _asked_acceptance(record: CustomerRecord) -> Headline:
    return Headline(
        say(_("It is ready. <b>Is it as agreed?</b>")), [_("Please look at it before you say yes.")]
    )


def _asked_decision(record: CustomerRecord) -> Headline:
    return Headline(
        say(_("It is <b>your choice</b> now.")),
        [_("%(name)s answers every question before you decide.") % {"name": record.today.name}],
    )


def _asked_visit(record: CustomerRecord) -> Headline:
    return Headline(say(_("<b>When may we come?</b>")), [_("Please pick the time that suits you best.")])


def _asked_works(record: CustomerRecord) -> Headline:
    return Headline(say(_("It runs. <b>Does it do what you need?</b>")), [])


def _asked_answer(record: CustomerRecord) -> Headline:
    return Headline(
        say(_("We wait for <b>your answer.</b>")),
        [
            _("%(name)s has written to you. You can answer here, by mail or by phone.")
            % {"name": record.person.name}
        ],
    )


_ASKED = {
    "read_back": _asked_read_back,
    "agreement": _asked_agreement,
    "quote": _asked_quote,
    "acceptance": _asked_acceptance,
    "decision": _asked_decision,
    "visit": _asked_visit,
    "works": _asked_works,
    "answer": _asked_answer,
}


def _sentence(text: str) -> str:
    """Text that somebody wrote, with a capital letter and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")
