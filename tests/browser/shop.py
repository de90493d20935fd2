"""The company of `tests.browser.crew` with something to sell and a decided need: `python -m tests.browser.shop`."""

from __future__ import annotations

import json

import django

from tests.browser.crew import PASSWORD


def main() -> None:
    django.setup()
    from tests import cast as stations
    from tests.billing.world import seller
    from tests.solutions.catalogue import build as catalogue
    from wellkept.customers import commands as customers
    from wellkept.people.commands import choose_password
    from wellkept.people.models import Person
    from wellkept.people.queries import actor

    cast = stations.company()
    by = cast.by("ana")
    customers.change_contact(contact=cast.bakery.contact.pk, email="petra@lindner.example", by=by)
    catalogue(cast)
    seller(cast)
    row = stations.in_orders(cast)
    for person in Person.objects.all():
        choose_password(person=person.pk, password=PASSWORD, by=actor(person.pk))
    mails = {person.name.split()[0].lower(): person.email for person in Person.objects.all()}
    print(json.dumps(mails | {"number": row.number}))


if __name__ == "__main__":
    main()
