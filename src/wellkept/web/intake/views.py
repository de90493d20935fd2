"""Intake: what has come in that is on no journey yet?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellkept.files.downloads import as_download
from wellkept.find.queries import find
from wellkept.intake import queries, samples
from wellkept.intake.commands import items
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.rules import language_of
from wellkept.journeys.need import Start
from wellkept.kernel import clock
from wellkept.kernel.characters import clean_line
from wellkept.kernel.mail_address import is_address
from wellkept.kernel.number import show
from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.refusal import invalid, missing
from wellkept.mailboxes.queries import accounts_in_trouble
from wellkept.people import queries as people
from wellkept.people.actor import Actor
from wellkept.web import access, form_page
from wellkept.web.find.results import state_of
from wellkept.web.intake.forms import REASONS, AsideForm, AttachForm, BackForm, HandForm, OpenForm

if TYPE_CHECKING:
    from wellkept.journeys.models import Journey


@dataclass(frozen=True)
class Letter:
    """A mail as it is printed. Its HTML was made safe when parsed: no pictures or styles of the sender."""

    mail: queries.Mail
    html: SafeString
    signed: str


# Reading


@access.page
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show waiting items by due time; or those set aside, which can still be found."""
    by = access.actor(request)
    me = by.as_staff()
    shown = request.GET.get("shown", "all" if people.is_alone() else "mine")
    hands = people.hands_of(me)
    text = clean_line(request.GET.get("said", ""))[:200]
    page = queries.page_of(shown, by=by, hands=hands, words=text, page=request.GET.get("page"))
    now = clock.now()
    context = {
        "section": "intake",
        "shown": shown,
        "said": text,
        "page": page,
        "late": {item.pk for item in page if item.state == "waiting" and item.due_at < now},
        "mine_count": queries.count_waiting(hands=hands),
        "all_count": queries.count_waiting(),
        "alone": people.is_alone(),
        "unhandled": queries.unhandled()[:20] if by.admin else [],
        "sample": len(samples.to_look_at(me)),
        "troubles": accounts_in_trouble(),
    }
    return render(request, "web/intake/list.html", context)


@access.page
@require_safe
def item(request: HttpRequest, item: int) -> HttpResponse:
    """Show an item: the message, likely journeys, and the four things one can do."""
    return _item(request, item)


def _item(request: HttpRequest, key: int, *, status: int = 200, **forms_: forms.Form) -> HttpResponse:
    by = access.actor(request)
    page = queries.item(key, by=by)
    row = page.item
    known = row.contact is not None
    after = _next(by, row.pk)
    context = {
        "section": "intake",
        "item": row,
        "letters": [_letter(mail) for mail in page.mails],
        "suggestions": [
            (
                suggestion,
                state_of(
                    suggestion.journey.state, suggestion.journey.court, "", suggestion.journey.court_since
                ),
            )
            for suggestion in page.suggestions
        ],
        "late": row.state == "waiting" and row.due_at < clock.now(),
        "next": after,
        "alone": people.is_alone(),
        "reasons": REASONS,
        "open_form": OpenForm(None, known=known, need=page.need, me=by.as_staff(), sender=_sender(page)),
        "attach_form": AttachForm(),
        "aside_form": AsideForm(),
        "hand_form": HandForm(None, but=row.handler_id),
        "back_form": BackForm(),
    }
    return render(request, "web/intake/item.html", context | forms_, status=status)


def _sender(page: queries.ItemPage) -> dict[str, str]:
    """Initial values of a new customer: as the message has them, where we could use them."""
    if not page.mails:  # the reader may not see them
        return {}
    mail = page.mails[0].mail
    sender = mail.answer_to
    values = {"customer_name": page.company}
    if sender is not None and no_telephone(sender.phone) is None:
        values["phone"] = sender.phone
    if sender is not None and is_address(sender.email):
        values["email"] = sender.email
    if language := language_of(mail, is_known=False):
        values["language"] = language
    return values


def _letter(mail: queries.Mail) -> Letter:
    return Letter(mail, mark_safe(mail.mail.html), str(mail.mail.sender or ""))


@access.page
@require_safe
def file(request: HttpRequest, item: int, file: int) -> HttpResponseBase:
    """Send a file that came with it."""
    page = queries.item(item, by=access.actor(request))
    for mail in page.mails:
        for row in mail.files:
            if row.pk == file:
                return as_download(row)
    raise missing("file", _("There is no such file."))


@access.page
@require_safe
def raw(request: HttpRequest, message: int) -> HttpResponse:
    """Send the mail exactly as it arrived."""
    content = queries.raw(message, by=access.actor(request))
    return HttpResponse(
        content,
        content_type="message/rfc822",
        headers={"Content-Disposition": f'attachment; filename="mail-{message}.eml"'},
    )


# Deciding


@access.page
@require_POST
def journey(request: HttpRequest, item: int) -> HttpResponse:
    """Open a journey from it."""
    by = access.actor(request)
    row = queries.item(item, by=by).item
    form = OpenForm(request.POST, known=row.contact is not None, need="", me=by.as_staff())

    def act() -> Journey:
        values = form.cleaned_data
        return items.open_journey_from(
            item=item,
            by=by,
            speaker=Speaker(
                name=values.get("customer_name") or "",
                phone=values.get("phone") or "",
                email=values.get("email") or "",
                language=values.get("language") or "",
            ),
            need=values["need"],
            start=Start(
                owner=int(values["owner"]) if values.get("owner") else None,
                blueprint=values["blueprint"] or None,
            ),
        )

    done, opened = form_page.attempt(form, act)
    if not done or opened is None:
        return _item(request, item, status=422, open_form=form)
    return _on(request, item, _("It is journey %(number)s now.") % {"number": show(opened.number)})


@access.page
@require_POST
def attachment(request: HttpRequest, item: int) -> HttpResponse:
    """Put an item on a known journey, by its number or anything that finds exactly one."""
    by = access.actor(request)
    form = AttachForm(request.POST)
    done, known = form_page.attempt(
        form, lambda: items.attach_to(item=item, journey=_which(form.cleaned_data["number"], by), by=by)
    )
    if not done or known is None:
        return _item(request, item, status=422, attach_form=form)
    return _on(request, item, _("Added to journey %(number)s.") % {"number": show(known.number)})


def _which(text: str, by: Actor) -> int:
    results = [row for row in find(text, by=by) if row.journey is not None]
    exact = [result for result in results if not result.slip]
    if len(exact) == 1 and exact[0].journey is not None:
        return exact[0].journey
    if results:
        likely = ", ".join(result.shown for result in results[:4])
        raise invalid("number", _("Which one: %(likely)s?") % {"likely": likely})
    raise invalid("number", _("Nothing is known as “%(said)s”.") % {"said": text})


@access.page
@require_POST
def aside(request: HttpRequest, item: int) -> HttpResponse:
    """Set an item aside, and if wanted everything of this sender."""
    by = access.actor(request)
    form = AsideForm(request.POST)

    def act() -> bool:
        items.set_aside(item=item, by=by, **form.cleaned_data)
        return True

    done, _yes = form_page.attempt(form, act)
    if not done:
        return _item(request, item, status=422, aside_form=form)
    return _on(request, item, _("Set aside. You can find it for 90 days."))


@access.page
@require_POST
def hand(request: HttpRequest, item: int) -> HttpResponse:
    """Give an item to a colleague."""
    by = access.actor(request)
    form = HandForm(request.POST, but=queries.item(item, by=by).item.handler_id)

    def act() -> bool:
        items.hand_item(item=item, to=int(form.cleaned_data["to"]), why=form.cleaned_data["why"], by=by)
        return True

    done, _yes = form_page.attempt(form, act)
    if not done:
        return _item(request, item, status=422, hand_form=form)
    return _on(request, item, _("It is in their hands, with its clock."))


@access.page
@require_POST
def back(request: HttpRequest, item: int) -> HttpResponse:
    """Put an item back that was wrongly set aside. It waits with whoever does this."""
    form = BackForm(request.POST)

    def act() -> bool:
        items.take_back(item=item, reason=form.cleaned_data["reason"], by=access.actor(request))
        return True

    done, _yes = form_page.attempt(form, act)
    if not done:
        return _item(request, item, status=422, back_form=form)
    return access.done(request, f"/intake/{item}", _("Back in your list."))


def _on(request: HttpRequest, item: int, words: str) -> HttpResponse:
    """Continue with the next waiting item."""
    after = _next(access.actor(request), item)
    return access.done(request, f"/intake/{after}" if after else "/intake", words)


def _next(by: Actor, item: int) -> int | None:
    me = by.as_staff()
    mine = people.hands_of(me)
    return next((row.pk for row in queries.waiting(hands=mine) if row.pk != item), None)
