"""The four stages of a journey: their keys, and their names for people."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from wellkept.kernel.text import Text

STAGES = ("sales", "orders", "delivery", "support")

_NAMES: dict[str, Text] = {
    "sales": pgettext_lazy("stage", "sales"),
    "orders": pgettext_lazy("stage", "orders"),
    "delivery": pgettext_lazy("stage", "delivery"),
    "support": pgettext_lazy("stage", "support"),
}


_TEAMS: dict[str, Text] = {
    "sales": pgettext_lazy("team", "Sales"),
    "orders": pgettext_lazy("team", "Orders"),
    "delivery": pgettext_lazy("team", "Delivery"),
    "support": pgettext_lazy("team", "Support"),
}


def team_name(stage: str) -> Text:
    """The first name of a stage's team; the company may change it."""
    return _TEAMS[stage]


def stage_name(stage: str) -> Text:
    """The name of a stage inside a sentence. An unknown key is returned unchanged."""
    return _NAMES.get(stage, stage)
