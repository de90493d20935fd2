"""Sign-in: only people whom the company has added. There is no sign-up."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from wellkept.kernel.header_text import one_line
from wellkept.people import commands
from wellkept.people import queries as people
from wellkept.people.models import Person


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Adapter of the sign-in pages."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Store a password that somebody chose by the reset page or their own. On record, as any change of a person."""
        by = people.actor(user.pk)
        user.password = commands.choose_password(person=user.pk, password=password, by=by).password

    def format_email_subject(self, subject: str) -> str:
        """Begin with the company's name: the default is the Host header."""
        return one_line(f"[{_company()}] {subject}")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that names the company and the public address, whatever Host header was sent."""
        site = {"name": _company(), "domain": urlsplit(settings.PUBLIC_URL).netloc}
        browser = one_line(str(context.get("user_agent", "")), longest=200)
        super().send_mail(template_prefix, email, {**context, "current_site": site, "user_agent": browser})


def _company() -> str:
    return str(people.company().name) if people.is_set_up() else "Wellkept"
