"""Invite a new colleague to choose a password: by mail, or by a link to hand over where no mail goes out."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.kernel import wording
from wellkept.kernel.languages import spoken
from wellkept.people import commands, queries
from wellkept.people.reset_links import reset_link_of, reset_links_end
from wellkept.web import access, form_page

if TYPE_CHECKING:
    from wellkept.people.models import Person

log = logging.getLogger(__name__)


def mail_goes_out() -> bool:
    """Whether letters of the sign-in pages go to a mail server."""
    return settings.MAIL_ACCOUNT is not None


def send(person: Person) -> bool:
    """Send the invitation in the person's language. Returns whether the mail server took it."""
    if not mail_goes_out():
        return False
    with translation.override(spoken(person.language)):
        words = {"person": person, "link": reset_link_of(person), "ends": wording.moment(reset_links_end())}
        try:
            get_adapter().send_mail("account/email/invitation", person.email, words)
        except (OSError, SMTPException):
            log.exception("The invitation of person %s was not taken.", person.pk)
            return False
    return True


def after_joining(request: HttpRequest, person: Person) -> tuple[str, str]:
    """Invite somebody who was added just now. Returns the next page and the words about it."""
    added = _("%(name)s was added.") % {"name": person.name}
    if send(person):
        commands.invite(person=person.pk, how="mail", by=access.actor(request))
        sent = _("An invitation is on its way to %(address)s.") % {"address": person.email}
        return "/people", f"{added} {sent}"
    return f"/people/{person.pk}/invitation", added


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, person: int) -> HttpResponse:
    """Offer the invitation by mail, and a link to hand over. A link is shown once, in the answer that makes it."""
    by = access.actor(request)
    row, link, refused = queries.person(person), "", False
    if request.method == "POST" and request.POST.get("how") == "mail":
        commands.invite(person=person, how="mail", by=by)
        if send(row):
            words = _("An invitation is on its way to %(address)s.") % {"address": row.email}
            return form_page.gone(request, f"/people/{person}", words)
        refused = True
    elif request.method == "POST":
        row = commands.invite(person=person, how="hand", by=by)
        link = reset_link_of(row)
    context = {
        "section": "how",
        "person": row,
        "link": link,
        "refused": refused,
        "ends": reset_links_end(),
        "mail": mail_goes_out(),
        "may": by.admin and row.is_active and not row.has_usable_password(),
    }
    return render(request, "web/people/invitation.html", context)
