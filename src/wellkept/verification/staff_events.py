"""Events of teams, their members, people, their keys and the company, and the rows that they make."""

from __future__ import annotations

import json

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import UNKNOWN, Contradiction, Rebuilt, Steps, amount, words

STEPS = Steps()


@STEPS.on("team_made")
def team_made(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "team", rebuilt.subject, name=facts["name"], stage=facts.get("stage"), lead_id=None, standing_id=None
    )


@STEPS.on("lead_named")
def lead_named(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("team", rebuilt.subject, lead_id=event.facts.get("lead"))


@STEPS.on("standing_member_named")
def incoming_member_named(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("team", rebuilt.subject, standing_id=event.facts.get("standing"))


@STEPS.on("acceptance_ruled")
def acceptance_ruled(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.rows["acceptance_rule"][facts["giving_team"]] = {"answerable_id": facts.get("answerable")}


@STEPS.on("member_joined")
def member_joined(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.new("member", event.facts["team"])


@STEPS.on("member_left")
def member_left(rebuilt: Rebuilt, event: Told) -> None:
    if rebuilt.rows["member"].pop(event.facts["team"], None) is None:
        raise Contradiction("No earlier event says that this person was a member.")


# People and their keys


@STEPS.on("person_joined")
def person_joined(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.new(
        "person",
        rebuilt.subject,
        name=words(event, "name"),
        email=words(event, "email"),
        admin=event.facts.get("admin", False),
        active=True,
        access=True,
        deputy_id=None,
        factor_resets=0,
        discount_limit=None,
        sees_costs=False,
        skills="",
    )


@STEPS.on("skills_set")
def skills_set(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, skills=words(event, "skills"))


@STEPS.on("sales_rights_set")
def sales_rights_set(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "person",
        rebuilt.subject,
        discount_limit=amount(facts.get("discount_limit")),
        sees_costs=facts["sees_costs"],
    )


@STEPS.on("person_changed")
def person_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, **dict.fromkeys(event.facts["what"], UNKNOWN))


@STEPS.on("deputy_named")
def deputy_named(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, deputy_id=event.facts.get("deputy"))


@STEPS.on("administrator_made")
def administrator_made(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, admin=True)


@STEPS.on("administrator_removed")
def administrator_removed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, admin=False)


@STEPS.on("second_factors_reset")
def second_factors_reset(rebuilt: Rebuilt, event: Told) -> None:
    before = rebuilt.rows["person"][rebuilt.subject]["factor_resets"]
    rebuilt.change("person", rebuilt.subject, factor_resets=before + 1)


@STEPS.on("access_withdrawn")
def access_withdrawn(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, access=False)


@STEPS.on("access_given")
def access_given(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, access=True)


@STEPS.on("person_left")
def person_left(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("person", rebuilt.subject, active=False, access=False, deputy_id=None)


@STEPS.on("token_made")
def token_made(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "token",
        facts["token"],
        name=facts["name"],
        scopes=json.dumps(facts["scopes"]),
        digest=facts["digest"],
        revoked_at=False,
    )


@STEPS.on("token_revoked")
def token_revoked(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("token", event.facts["token"], revoked_at=True)


# The company


@STEPS.on("company_set_up")
def company_set_up(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    owner = facts.get("process_owner", UNKNOWN)
    rebuilt.new("company", rebuilt.subject, name=facts["name"], process_owner_id=owner, discount_limit=None)


@STEPS.on("usual_discount_limit_set")
def usual_discount_limit_set(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("company", rebuilt.subject, discount_limit=amount(event.facts.get("discount_limit")))


@STEPS.on("company_changed")
def company_changed(rebuilt: Rebuilt, event: Told) -> None:
    changed = dict.fromkeys(event.facts["what"], UNKNOWN)
    if changed.pop("process_owner", None) is not None:
        changed["process_owner_id"] = event.facts["process_owner"]
    rebuilt.change("company", rebuilt.subject, **changed)
