"""Links by which somebody chooses a new password."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from wellkept.kernel import clock

if TYPE_CHECKING:
    from wellkept.people.models import Person


class ResetLinks(PasswordResetTokenGenerator):
    """Django's links, bound to the sign-outs, too: a link of before the last one stays ended."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.sign_in_mark}:{super()._make_hash_value(user, timestamp)}"


def reset_link_of(person: Person) -> str:
    """Make a link at the public address. It ends with its first use, and when its time is over."""
    place = {"uidb36": user_pk_to_url_str(person), "key": ResetLinks().make_token(person)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=place)


def reset_links_end() -> datetime:
    """Until when a link that is made now can be used."""
    return clock.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
