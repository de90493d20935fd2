"""Parse a blueprint's file, and check it."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill
from wellkept.people.stages import stage_name

_STAGES = ("sales", "orders", "delivery", "support")


def read(source: str) -> dict[str, Any]:
    """Parse a blueprint's file. Refuse a blueprint with a stage that cannot be reached or left."""
    try:
        plan = tomllib.loads(source)
    except tomllib.TOMLDecodeError as wrong:
        raise invalid("source", fill(_("The file is not readable: %(wrong)s"), wrong=wrong)) from None
    stages = [stage.get("stage") for stage in plan.get("stage", [])]
    if not plan.get("title") or not stages:
        raise invalid("source", _("A blueprint has a title and at least one stage."))
    if any(stage not in _STAGES for stage in stages) or len(set(stages)) != len(stages):
        raise invalid("source", _("The stages are sales, orders, delivery and support, each at most once."))
    if stages != sorted(stages, key=_STAGES.index):
        raise invalid("source", _("The stages follow in the order sales, orders, delivery, support."))
    if stages[-1] != "support":
        raise invalid(
            "source", _("The last stage is support: somebody is there for the customer afterwards.")
        )
    routes = {(route["from"], route["to"]) for route in plan.get("route", [])}
    for here, after in pairwise(stages):
        if (here, after) not in routes:
            raise _unreachable(here, after)
    for item in (item for stage in plan["stage"] for item in stage.get("checklist", [])):
        if not re.fullmatch("[a-z_]*", str(item.get("proved_by", ""))):
            raise invalid(
                "source",
                fill(_("“%(item)s” is proved by the type of an event, or by nothing."), item=item.get("key")),
            )
    for here, there in routes:
        if here not in stages or there not in stages:
            raise invalid(
                "source",
                fill(
                    _("The route from %(here)s to %(there)s leaves the blueprint."),
                    here=stage_name(here),
                    there=stage_name(there),
                ),
            )
    return plan


def _unreachable(here: str, after: str) -> Refusal:
    return invalid(
        "source",
        fill(
            _("There is no route from %(here)s to %(after)s."), here=stage_name(here), after=stage_name(after)
        ),
    )
