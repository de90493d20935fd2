"""Events of teams and their members, and the rows that they make."""

from __future__ import annotations

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import Contradiction, Rebuilt, Steps

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
