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
    from wellkept.intake import queries

    now = clock.now()
    reading = [one for one in queries.accounts() if one.state == "reading"]
    found = []
    for one in reading:
        looked = one.reading.looked_at
        if one.reading.trouble:
            since = one.reading.trouble_since or now
            said = f"{one.address} cannot be read since {since:%Y-%m-%d %H:%M} UTC: {one.reading.trouble}"
            found.append(ill("mail in", said, "Look at it under Intake, Addresses and rules."))
        elif max(looked or one.changed_at, one.changed_at) < now - NOT_LOOKED:
            said = f"{one.address} has not been looked at " + (
                f"since {looked:%Y-%m-%d %H:%M} UTC." if looked else "yet."
            )
            found.append(ill("mail in", said, "Is a worker running? Run: wellkept worker (or wellkept up)"))
    if found:
        return found
    if not reading:
        return [well("mail in", "No mailbox is read; mail comes in by “wellkept receive”.")]
    many = f"{len(reading)} mailboxes are" if len(reading) > 1 else "One mailbox is"
    return [well("mail in", f"{many} read.")]


def _stored() -> Finding:
    from wellkept.intake import queries

    lying = queries.unhandled().filter(received_at__lt=clock.now() - LYING)
    count = lying.count()
    if not count:
        return well("stored mail", "Everything that came in is where it belongs.")
    why = lying.exclude(trouble="").values_list("trouble", flat=True).first()
    said = f"{count} stored and not yet brought where they belong" + (f": {why}" if why else ".")
    return ill("stored mail", said, "Is a worker running? It tries each again every minute.")


def _letters() -> Finding:
    from wellkept.notices.queries import undelivered

    count = undelivered().count()
    if not count:
        return well("letters", "None has failed to reach its reader.")
    said = f"{count} reached nobody; the owners of the journeys have a step to tell it otherwise."
    return lacks("letters", said, "They stand under Undelivered.")
