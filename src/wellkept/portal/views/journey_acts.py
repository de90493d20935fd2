"""Acts of the customer, one noun each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wellkept.delivery import commands as delivery
from wellkept.delivery.queries import delivered, parts_of
from wellkept.endings import commands as endings
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.commands.touches import log_touch
from wellkept.journeys.commands.triggers import object_to
from wellkept.journeys.evidence import CLICK, Evidence
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import wording
from wellkept.kernel.refusal import Refusal, missing
from wellkept.kernel.rows import key_of
from wellkept.portal import forms
from wellkept.portal.content.journey import customer_record
from wellkept.portal.views.my_page import page_of, the_page
from wellkept.portal.views.submit import Act, form_page, take
from wellkept.portal.visit import Visit, door
from wellkept.promises import commands as promises
from wellkept.promises.queries import move as find_move
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept.ui.fields import Cleaned


@door("POST")
def confirmation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Confirm the read-back."""
    seen = key_of(request.POST.get("seen", ""))
    return _click(
        request,
        visit,
        lambda: sales.confirm_need(journey=visit.journey.pk, by=visit.actor, read_back=seen),
        done="confirmed",
    )


@door("GET", "POST")
def correction(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Correct the read-back."""
    record = customer_record(visit.journey, visit.contact, by=visit.actor)

    def act(values: Cleaned) -> None:
        seen = key_of(request.POST.get("seen", ""))
        sales.correct_read_back(journey=visit.journey.pk, by=visit.actor, read_back=seen, **values)

    form = forms.Correction(request.POST or None)
    context = {"read_back": record.read_back}
    return form_page(request, visit, form, "portal/correction.html", act, done="corrected", context=context)


@door("GET", "POST")
def decision(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Decide, with what was chosen and why."""

    def act(values: Cleaned) -> None:
        sales.decide(
            journey=visit.journey.pk,
            what=values["what"],
            why=values["why"],
            evidence=CLICK,
            by=visit.actor,
        )

    return form_page(
        request, visit, forms.Decision(request.POST or None), "portal/decision.html", act, done="decided"
    )


@door("POST")
def date_acceptance(request: HttpRequest, visit: Visit, move: int) -> HttpResponse:
    """Accept a new date."""

    def act() -> None:
        promises.answer_new_date(journey=visit.journey.pk, move=move, accept=True, by=visit.actor)

    return _click(request, visit, act, done="date_accepted")


@door("GET", "POST")
def date_refusal(request: HttpRequest, visit: Visit, move: int) -> HttpResponse:
    """Refuse a new date: ask for another one, or cancel."""
    key = visit.journey.pk
    form = forms.RefusedDate(request.POST or None)

    def act(values: Cleaned) -> None:
        if values["then"] == "cancel":
            endings.cancel(journey=key, why=values["words"], by=visit.actor, by_them=True)
        else:
            promises.answer_new_date(
                journey=key, move=move, accept=False, by=visit.actor, words=values["words"]
            )

    done = "ended" if request.POST.get("then") == "cancel" else "date_refused"
    try:
        context = {"move": find_move(move, journey=key)}
    except Refusal as no:
        return the_page(request, visit, refusal=no)
    return form_page(request, visit, form, "portal/date_refusal.html", act, done=done, context=context)


@door("GET", "POST")
def acceptance(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Accept the delivery, by name, if need be with open points."""
    record = customer_record(visit.journey, visit.contact, by=visit.actor)
    form = forms.Acceptance(request.POST or None, lines=[line.quantity for line in record.progress])
    latest = delivered(visit.journey.pk)

    def act(values: Cleaned) -> None:
        delivery.accept(
            journey=visit.journey.pk,
            by=visit.actor,
            evidence=Evidence(signed_name=values["signed_name"]),
            defects=form.listed(),
            delivery=key_of(request.POST.get("seen", "")),
        )

    context = {"delivery": latest}
    return form_page(request, visit, form, "portal/acceptance.html", act, done="accepted", context=context)


@door("GET", "POST")
def rejection(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Refuse the delivery, or one part of it."""
    came = [part for part in parts_of(visit.journey.pk) if part.refused_at is None]
    parts = [(part.pk, f"{wording.long_day(part.delivered_at)}: {part.words}") for part in came]

    def act(values: Cleaned) -> None:
        delivery.reject(journey=visit.journey.pk, by=visit.actor, **values)

    return form_page(
        request,
        visit,
        forms.NotRight(request.POST or None, parts=parts),
        "portal/in_your_words.html",
        act,
        done="rejected",
        context={
            "title": _("What is not right?"),
            "lead": _("We put it right. Nothing counts as accepted until you say so."),
        },
    )


@door("POST")
def success(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say that it works."""
    return _click(
        request,
        visit,
        lambda: support.confirm_success(journey=visit.journey.pk, by=visit.actor),
        done="works",
    )


@door("GET", "POST")
def next_need(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the next thing, on a page that shows everything we know."""
    journey = visit.journey

    def act(values: Cleaned) -> str:
        if journey.state == "ended":
            after = open_journey(
                customer=journey.customer_id,
                need=Need(values["need"]),
                by=visit.actor,
                contact=visit.contact.pk,
                site=journey.site_id,
                start=Start(
                    owner=journey.owner_id if journey.owner.active else None,
                    blueprint=journey.blueprint.key,
                    confidential=journey.confidential,
                ),
                origin=Origin(came_from=journey.pk, came_by="returned"),
            )
        else:
            after = support.next_need(journey=journey.pk, need=Need(values["need"]), by=visit.actor)
        return page_of(contact=visit.contact.pk, subject=after.pk, days=after.version.link_days)

    return form_page(
        request, visit, forms.NextNeed(request.POST or None), "portal/next_need.html", act, done="next"
    )


@door("GET", "POST")
def question(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask a question or tell us something. A person answers."""

    def act(values: Cleaned) -> None:
        touch = IncomingTouch("page", values["words"], contact=visit.contact.pk)
        log_touch(journey=visit.journey.pk, touch=touch, by=visit.actor)

    return form_page(
        request,
        visit,
        forms.Question(request.POST or None),
        "portal/in_your_words.html",
        act,
        done="asked",
        context={"title": _("Ask us"), "lead": _("A person reads it and answers you.")},
    )


@door("GET", "POST")
def end(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say that it is no longer needed. Possible until the agreement."""

    def act(values: Cleaned) -> None:
        endings.decline(journey=visit.journey.pk, by=visit.actor, **values)

    return form_page(
        request, visit, forms.NotNeeded(request.POST or None), "portal/end.html", act, done="ended"
    )


@door("GET", "POST")
def objection(request: HttpRequest, visit: Visit, trigger: int) -> HttpResponse:
    """Object to what we wrote down as the customer's word."""
    triggers = customer_record(visit.journey, visit.contact, by=visit.actor).triggers
    row = next((row for row in triggers if row.pk == trigger and row.evidence == "spoken"), None)
    if row is None:
        return the_page(request, visit, refusal=missing("record", _("There is no such record.")))

    def act(values: Cleaned) -> None:
        object_to(journey=visit.journey.pk, trigger_id=trigger, by=visit.actor, **values)

    return form_page(
        request,
        visit,
        forms.Objection(request.POST or None),
        "portal/in_your_words.html",
        act,
        done="objected",
        context={
            "title": _("That is not what you said?"),
            "lead": _(
                "What we wrote down is kept as it is, and your objection beside it. A person answers you."
            ),
            "written": row.notice.words if row.notice else "",
        },
    )


def _click(request: HttpRequest, visit: Visit, act: Act, *, done: str) -> HttpResponse:
    """Run an act that needs one tap."""
    try:
        return take(request, visit, act, done=done)
    except Refusal as no:
        return the_page(request, visit, refusal=no)
