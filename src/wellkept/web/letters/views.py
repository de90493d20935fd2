"""Letters that customers received (the demo's mailbox), and letters that did not reach them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.kernel.instants import has_bounds
from wellkept.kernel.refusal import missing
from wellkept.kernel.text_fields import MailField, TextField
from wellkept.messages import commands
from wellkept.messages import queries as carrying
from wellkept.messages import undelivered as desk
from wellkept.notices import queries as notices
from wellkept.web import access, form_page

PAGE = 50


class AgainForm(forms.Form):
    """The address to send a letter to again."""

    address = MailField(label=gettext_lazy("To"))


class ToldForm(forms.Form):
    """Told by telephone or post: what was said."""

    words = TextField(
        label=gettext_lazy("What was said, to whom?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@access.page
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show letters as customers would have received them, newest first."""
    _only_where_there_is_one(request)
    before = _when(request.GET.get("before", ""))
    letters = carrying.mailbox(by=access.actor(request), before=before, limit=PAGE + 1)
    context = {
        "section": "",
        "letters": letters[:PAGE],
        "more": letters[PAGE - 1].at.isoformat() if len(letters) > PAGE else "",
    }
    return render(request, "web/letters/mailbox.html", context)


@access.page
@require_safe
def letter(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Show one letter, with the customer's link working in it."""
    _only_where_there_is_one(request)
    letter_text = carrying.in_mailbox(notice, by=access.actor(request))
    return render(request, "web/letters/letter.html", {"letter": letter_text})


@access.page
@require_safe
def html(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Show the HTML of a letter alone. Only its own style applies."""
    _only_where_there_is_one(request)
    letter_text = carrying.in_mailbox(notice, by=access.actor(request))
    answer = HttpResponse(mark_safe(letter_text.html))
    answer["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; frame-ancestors 'self'; "
        "form-action 'none'; sandbox allow-top-navigation-by-user-activation allow-popups"
    )
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _only_where_there_is_one(request: HttpRequest) -> None:
    access.actor(request).as_staff()
    if not settings.MAILBOX:
        raise missing("mailbox", _("Letters go out by mail here; there is no mailbox to look into."))


def _when(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and has_bounds(moment) else None


@access.page
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """Show letters that did not reach the customer and were not told since; and those still being tried."""
    by = access.actor(request)
    by.as_staff()
    page = Paginator(notices.undelivered(), PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "",
        "lines": desk.lines_of(page, by=by),
        "page": page,
        "waiting": desk.still_tried(by=by),
    }
    return render(request, "web/letters/undelivered.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Send a letter again, if need be to another address."""
    row = desk.readable_notice(notice, by=access.actor(request))
    form = AgainForm(
        request.POST if request.method == "POST" else None,
        initial={"address": row.contact.email if row.contact else row.address},
    )
    form.fields["address"].disabled = row.contact is not None  # it has their own link
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Send it again"),
            _("Send"),
            lead=_(
                "If the address is wrong, change it with the contact first: the letter has their own link."
            ),
        ),
        back="/undelivered",
        act=lambda: commands.send_again(
            notice=notice, by=access.actor(request), address=form.cleaned_data["address"]
        ),
        words=_("It is on its way again."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Write down that it was told by telephone or a posted letter."""
    desk.readable_notice(notice, by=access.actor(request))
    form = ToldForm(request.POST if request.method == "POST" else None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Told by hand"),
            _("They know"),
            lead=_("You told them yourself: by telephone, in person, by a letter that you posted."),
        ),
        back="/undelivered",
        act=lambda: commands.told_by_hand(
            notice=notice, by=access.actor(request), words=form.cleaned_data["words"]
        ),
        words=_("It counts as told from now on."),
    )
