"""Set up the company, and change its name and address."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel.languages import spoken
from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.people import facts
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.commands.staff import join_as
from wellkept.people.commands.teams import make_team
from wellkept.people.founder import UNSET, Founder, Region
from wellkept.people.models import Company, Person
from wellkept.people.rights import active, admin_only
from wellkept.people.staff_profile import Profile
from wellkept.people.stages import STAGES, team_name


@transaction.atomic
def set_up_company(
    *,
    name: str,
    founder: Founder,
    region: Region = UNSET,
    phone: str = "",
    mail: str = "",
) -> tuple[Company, Person]:
    """Create the company, its first person and a team for each stage.

    The first person answers for everything until others join.
    """
    if Company.objects.exists():
        raise Refusal("already_set_up", _("This installation is set up already."))
    if not name.strip():
        raise invalid("name", _("What is the company called?"))
    first = join_as(
        name=founder.name,
        email=founder.email,
        password=founder.password,
        profile=Profile(phone=phone, language=region.language, time_zone=region.time_zone),
        admin=True,
        by=SYSTEM,
    )
    key = open_subject("company")
    row = Company(
        subject_id=key,
        name=name.strip(),
        language=region.language,
        time_zone=region.time_zone,
        currency=region.currency,
        country=region.country,
        phone=phone,
        mail=mail or founder.email,
        number_key=secrets.token_bytes(32),
        process_owner=first,
    )
    row.save(force_insert=True)
    record(Entry(key, facts.CompanySetUp(name=row.name, process_owner=first.pk)), by=SYSTEM.by)
    me = Actor(kind="person", person=first.pk, name=first.name, admin=True)
    with translation.override(spoken(region.language)):
        for stage in STAGES:
            make_team(name=str(team_name(stage)), stage=stage, lead=first.pk, by=me)
    return row, first


@transaction.atomic
def change_company(*, by: Actor, process_owner: int | None = None, **changes: str) -> Company:
    """Change the company's name, language, time zone, currency, country, phone or mail, and its process owner."""
    admin_only(by)
    row = Company.objects.select_for_update().get()
    refuse(no_telephone(changes.get("phone", "")))
    known = {"name", "language", "time_zone", "currency", "country", "phone", "mail"}
    for field, value in changes.items():
        if field not in known:
            raise invalid(field, _("The company does not have this detail."))
        setattr(row, field, value)
    what = sorted(changes)
    if process_owner is not None and process_owner != row.process_owner_id:
        row.process_owner = active(process_owner)
        what.append("process_owner")
    if what:
        row.save(update_fields=what)
        named = row.process_owner_id if "process_owner" in what else None
        record(Entry(row.pk, facts.CompanyChanged(what=what, process_owner=named)), by=by.by)
    return row
