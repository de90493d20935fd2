"""The staff of a running application, made through commands from a process beside it: `python -m tests.browser.crew`.

Prints their addresses and keys. The application itself is set up here too, as `tests.cast` does it.
"""

from __future__ import annotations

import json

import django

PASSWORD = "three-words-nobody-joined"


def main() -> None:
    django.setup()
    from tests.cast import company
    from wellkept.customers import commands as customers
    from wellkept.mailboxes.commands.addresses import set_mailbox
    from wellkept.people.commands import choose_password
    from wellkept.people.models import Person
    from wellkept.people.queries import actor

    cast = company()
    by = cast.by("ana")
    set_mailbox(
        team=cast.teams["sales"].pk, address="info@lindenau.example", opens=True, blueprint="product", by=by
    )
    customers.change_contact(contact=cast.bakery.contact.pk, phone="+49 341 555 0142", by=by)
    for person in Person.objects.all():
        choose_password(person=person.pk, password=PASSWORD, by=actor(person.pk))
    print(json.dumps({person.name.split()[0].lower(): person.email for person in Person.objects.all()}))


if __name__ == "__main__":
    main()
