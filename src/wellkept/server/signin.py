"""Sign-in: only people whom the company has added. There is no sign-up."""

from __future__ import annotations

import math
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from wellkept.installation import job_queue
from wellkept.kernel import wording
from wellkept.kernel.header_text import one_line
from wellkept.kernel.refusal import Refusal
from wellkept.people import commands
from wellkept.people import queries as people
from wellkept.people.models import Person
from wellkept.server import known_device

APP = "allauth.account"


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Adapter of the sign-in pages."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try, and refuse it after too many: by device where it is known, else by account and by address."""
        person, key = _account(**credentials)
        device = known_device.device_of(request, person) if person is not None else None
        usage = (
            ratelimit.consume(request, app=APP, action="login_failed", key=key)
            if device is None
            else ratelimit.consume(request, app=APP, action="login_failed_known", key=f"{device}:{key}")
        )
        self._login_failed_rl_usage = usage
        if not usage:
            action = "login_failed" if device is None else "login_failed_known"
            wait = _pause(request, action, key if device is None else f"{device}:{key}")
            raise forms.ValidationError(
                _("Too many wrong tries. Try again in %(length)s.") % {"length": wording.duration(wait)},
                code="too_many_login_attempts",
            )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Name the account. The default also counts by the Host header, which anybody can vary."""
        return _account(**credentials)[1]

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        known_device.remember(request, user)

    def set_password(self, user: Person, password: str) -> None:
        """Store a password that somebody chose by the reset page or their own. On record, as any change of a person."""
        by = people.actor(user.pk)
        try:
            row = commands.choose_password(person=user.pk, password=password, by=by, instead_of=user.password)
        except Refusal:
            # The link was used, or the password changed, since we looked: the same page says so.
            raise ImmediateHttpResponse(HttpResponseRedirect(context.request.path)) from None
        user.password = row.password
        # Who came by a mail of ours or signed in is on a device of theirs.
        known_device.remember(context.request, user)

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, object]) -> None:
        """Have the worker send a reset link, unless strangers have just had several sent to this person.

        The page says the same either way, and takes as long: no mail server is asked for an answer. Each link that was
        sent still opens. A known device has its own count.
        """
        device = known_device.device_of(self.request, user)
        action, key = ("reset_letters", "") if device is None else ("reset_letters_known", f"{device}:")
        if ratelimit.consume(self.request, app=APP, action=action, key=f"{key}person:{user.pk}"):
            job_queue.enqueue(
                "send_reset_link",
                queue="letters",
                once=f"reset link {user.pk}",
                person=user.pk,
                language=translation.get_language() or user.language,
                letter=str(uuid4()),
            )

    def format_email_subject(self, subject: str) -> str:
        """Begin with the company's name: the default is the Host header."""
        return one_line(f"[{_company()}] {subject}")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send a mail that names the company and the public address, whatever Host header was sent."""
        site = {"name": _company(), "domain": urlsplit(settings.PUBLIC_URL).netloc}
        browser = one_line(str(context.get("user_agent", "")), longest=200)
        super().send_mail(template_prefix, email, {**context, "current_site": site, "user_agent": browser})


def _account(**credentials: Any) -> tuple[Person | None, str]:
    """Find whose account it is, and the key under which its wrong passwords are counted, however it is spelled."""
    address = str(credentials.get("email", "")).strip().lower()
    person = people.person_with_address(address)
    return person, f"person:{person.pk}" if person is not None else f"address:{address}"


def _pause(request: HttpRequest, action: str, key: str) -> timedelta:
    """Time until the next try is accepted, rounded up to minutes, or to hours if it is longer than one."""
    now, ends = time.time(), 0.0
    for rate in ratelimit.get_rates(app=APP, action=action):
        place = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        tries = [at for at in cache.get(place, []) if at > now - rate.duration]
        if len(tries) >= rate.amount:
            ends = max(ends, tries[rate.amount - 1] + rate.duration - now)
    if ends > 3600:
        return timedelta(hours=math.ceil(ends / 3600))
    return timedelta(minutes=max(1, math.ceil(ends / 60)))


def _company() -> str:
    return str(people.company().name) if people.is_set_up() else "Wellkept"
