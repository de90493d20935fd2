"""Hand over the interviews and meetings of a colleague who leaves."""

from __future__ import annotations

from wellkept.people.actor import Actor
from wellkept.people.successors import Successors
from wellkept.voice.commands.interviews import hand_over_interviews
from wellkept.voice.commands.meetings import hand_over_meetings


def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give a leaver's interviews, meetings and key customers to their successor. Part of `leaving.leave`."""
    hand_over_interviews(person=person, to=to.everything, by=by)
    hand_over_meetings(person=person, to=to.everything, by=by)
