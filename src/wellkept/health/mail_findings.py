"""Findings about mail: in, waiting, refused and undelivered."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.installation.doctor import Finding, ill, lacks, well
from wellkept.intake import queries as intake
from wellkept.kernel import clock
from wellkept.kernel.text import fill
from wellkept.mailboxes import queries as mailboxes
from wellkept.messages.queries import refused_letters
from wellkept.notices.queries import undelivered

LYING = timedelta(minutes=10)
NOT_LOOKED = timedelta(minutes=15)
REFUSED = timedelta(minutes=15)  # a server that asks to come again does so for some minutes


def of_mail() -> list[Finding]:
    """All findings about mail."""
    return [*of_working_mail(), _letters()]


def of_working_mail() -> list[Finding]:
    """The findings that tell whether mail works at all."""
    return [*_mailboxes(), _stored(), _letters_out()]


def _mailboxes() -> list[Finding]:
    now = clock.now()
    reading = [account for account in mailboxes.accounts() if account.state == "reading"]
    findings = []
    for account in reading:
        looked = account.reading.looked_at
        if account.reading.trouble:
            sentence = fill(
                _("%(address)s cannot be read since %(since)s UTC: %(trouble)s"),
                address=account.address,
                since=f"{account.reading.trouble_since or now:%Y-%m-%d %H:%M}",
                trouble=account.reading.trouble,
            )
            findings.append(ill("mail in", sentence, _("Look at it under Intake, Addresses and rules.")))
        elif max(looked or account.changed_at, account.changed_at) < now - NOT_LOOKED:
            sentence = fill(_("%(address)s has not been looked at yet."), address=account.address)
            if looked:
                sentence = fill(
                    _("%(address)s has not been looked at since %(since)s UTC."),
                    address=account.address,
                    since=f"{looked:%Y-%m-%d %H:%M}",
                )
            advice = _("Is a worker running? Run: wellkept worker (or wellkept up)")
            findings.append(ill("mail in", sentence, advice))
    if findings:
        return findings
    if not reading:
        return [well("mail in", _("No mailbox is read; mail comes in by “wellkept receive”."))]
    if len(reading) == 1:
        return [well("mail in", _("One mailbox is read."))]
    return [well("mail in", fill(_("%(count)s mailboxes are read."), count=len(reading)))]


def _stored() -> Finding:
    lying = [row for row in intake.unhandled() if row.received_at < clock.now() - LYING]
    count = len(lying)
    if not count:
        return well("stored mail", _("Everything that came in is where it belongs."))
    why = next((row.trouble for row in lying if row.trouble), "")
    sentence = fill(_("Mails that are stored and not yet where they belong: %(count)s."), count=count)
    if why:
        sentence = fill(
            _("Mails that are stored and not yet where they belong: %(count)s (%(why)s)."),
            count=count,
            why=why,
        )
    return ill("stored mail", sentence, _("Is a worker running? It tries each again every minute."))


def _letters_out() -> Finding:
    """Letters that the mail server takes, or refuses, judged by the latest tries."""
    refused = refused_letters()
    if refused is None or refused.since > clock.now() - REFUSED:
        return well("letters out", _("None is refused by the mail server."))
    sentence = fill(
        _(
            "The mail server has taken no letter since %(since)s UTC: %(reason)s. Letters that wait: %(count)s."
        ),
        since=f"{refused.since:%Y-%m-%d %H:%M}",
        reason=refused.reason,
        count=refused.waiting,
    )
    advice = _("Each is tried again for three days. Look at WELLKEPT_SMTP_URL and at the mail server.")
    return ill("letters out", sentence, advice)


def _letters() -> Finding:
    count = len(undelivered())
    if not count:
        return well("letters", _("None has failed to reach its reader."))
    sentence = fill(
        _("%(count)s reached nobody; the owners of the journeys have a step to tell it otherwise."),
        count=count,
    )
    return lacks("letters", sentence, _("They stand under Undelivered."))
