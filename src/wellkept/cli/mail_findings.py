"""The doctor's findings about mail: in, waiting, and undelivered."""

from __future__ import annotations

from datetime import timedelta

from wellkept.installation.doctor import Finding, ill, lacks, well
from wellkept.kernel import clock

LYING = timedelta(minutes=10)
NOT_LOOKED = timedelta(minutes=15)


def of_mail() -> list[Finding]:
    """All findings about mail. Needs Django and the tables."""
    return [*_mailboxes(), _stored(), _letters()]


def _mailboxes() -> list[Finding]:
    from wellkept.mailboxes import queries

    now = clock.now()
    reading = [account for account in queries.accounts() if account.state == "reading"]
    findings = []
    for account in reading:
        looked = account.reading.looked_at
        if account.reading.trouble:
            since = account.reading.trouble_since or now
            sentence = f"{account.address} cannot be read since {since:%Y-%m-%d %H:%M} UTC: {account.reading.trouble}"
            findings.append(ill("mail in", sentence, "Look at it under Intake, Addresses and rules."))
        elif max(looked or account.changed_at, account.changed_at) < now - NOT_LOOKED:
            sentence = f"{account.address} has not been looked at " + (
                f"since {looked:%Y-%m-%d %H:%M} UTC." if looked else "yet."
            )
            findings.append(
                ill("mail in", sentence, "Is a worker running? Run: wellkept worker (or wellkept up)")
            )
    if findings:
        return findings
    if not reading:
        return [well("mail in", "No mailbox is read; mail comes in by “wellkept receive”.")]
    many = f"{len(reading)} mailboxes are" if len(reading) > 1 else "One mailbox is"
    return [well("mail in", f"{many} read.")]


def _stored() -> Finding:
    from wellkept.intake import queries

    lying = [row for row in queries.unhandled() if row.received_at < clock.now() - LYING]
    count = len(lying)
    if not count:
        return well("stored mail", "Everything that came in is where it belongs.")
    why = next((row.trouble for row in lying if row.trouble), "")
    sentence = f"{count} stored and not yet brought where they belong" + (f": {why}" if why else ".")
    return ill("stored mail", sentence, "Is a worker running? It tries each again every minute.")


def _letters() -> Finding:
    from wellkept.notices.queries import undelivered

    count = len(undelivered())
    if not count:
        return well("letters", "None has failed to reach its reader.")
    sentence = f"{count} reached nobody; the owners of the journeys have a step to tell it otherwise."
    return lacks("letters", sentence, "They stand under Undelivered.")
