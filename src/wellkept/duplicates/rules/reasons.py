"""Wording of why two customers may be one."""

from __future__ import annotations

from collections.abc import Mapping

import jellyfish
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.duplicates.rules.weights import CERTAIN, PROBABLE
from wellkept.references import rules as references

_WORDS = {
    ("name", "same"): gettext_lazy("Same name"),
    ("name", "close"): gettext_lazy("Names differ by a typing error"),
    ("name", "part"): gettext_lazy("One name is part of the other"),
    ("name", "other"): gettext_lazy("Different names"),
    ("person", "same"): gettext_lazy("Same contact"),
    ("person", "close"): gettext_lazy("The contacts have almost the same name"),
    ("person", "other"): gettext_lazy("Different contacts"),
    ("phone", "same"): gettext_lazy("Same telephone number"),
    ("phone", "close"): gettext_lazy("Telephone numbers differ by a digit"),
    ("phone", "other"): gettext_lazy("Different telephone numbers"),
    ("email", "same"): gettext_lazy("Same mail address"),
    ("email", "close"): gettext_lazy("Mail addresses differ by a letter"),
    ("email", "domain"): gettext_lazy("Mail at the same company"),
    ("email", "other"): gettext_lazy("Different mail addresses"),
    ("place", "same"): gettext_lazy("Same address"),
    ("place", "street"): gettext_lazy("Same street, another house"),
    ("place", "near"): gettext_lazy("Same town, another street"),
    ("place", "other"): gettext_lazy("Different addresses"),
    ("kind", "same"): gettext_lazy("Both are of the same kind"),
    ("kind", "other"): gettext_lazy("One is a person, the other is a company"),
}
THINGS = {
    "name": gettext_lazy("Name"),
    "person": gettext_lazy("Contact"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("Mail"),
    "place": gettext_lazy("Address"),
}


def in_words(reason: Mapping[str, object]) -> str:
    """Word one reason: `Same telephone number`, `Names differ by one letter`."""
    what, level = str(reason["what"]), str(reason["level"])
    if (what, level) == ("name", "close"):
        x, y = (references.compact(str(reason.get(side, ""))) for side in ("ours", "theirs"))
        if jellyfish.damerau_levenshtein_distance(x, y) == 1:
            return _("Names differ by one letter")
    return str(_WORDS[what, level])


def how_likely(probability: float) -> str:
    """Word a probability."""
    if probability >= CERTAIN:
        return _("Almost certainly the same")
    if probability >= PROBABLE:
        return _("Probably the same")
    return _("Possibly the same")
