"""The sentences of this room's events, for staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.solutions import facts

LINES: tuple[Line, ...] = (
    Line(facts.SolutionAdded, _("added the solution {name}"), None, "note"),
    Line(facts.SolutionChanged, _("changed the solution"), None, "note"),
    Line(
        facts.SolutionEnded,
        lambda facts: (
            _("took the solution out of the catalogue")
            if facts["ended"]
            else _("took the solution into the catalogue again")
        ),
        None,
        "note",
    ),
    Line(facts.ProductAdded, _("added the product {name}"), None, "note"),
    Line(facts.ProductChanged, _("changed details of the product"), None, "note"),
    Line(
        facts.ProductEnded,
        lambda facts: (
            _("took the product out of the catalogue")
            if facts["ended"]
            else _("took the product into the catalogue again")
        ),
        None,
        "note",
    ),
    Line(facts.OptionAdded, _("added the option {name}"), None, "note"),
    Line(facts.OptionChanged, _("changed the option {name}"), None, "note"),
    Line(
        facts.OptionEnded,
        lambda facts: (
            _("took the option {name} out") if facts["ended"] else _("took the option {name} in again")
        ),
        None,
        "note",
    ),
    Line(facts.OptionRuleAdded, _("added a rule: {sentence}"), None, "note"),
    Line(facts.OptionRuleEnded, _("took a rule out: {sentence}"), None, "note"),
    Line(facts.PriceListAdded, _("added the price list {name}"), None, "note"),
    Line(facts.PriceSet, _("set the price of {name}: {amount} {currency}"), None, "note"),
    Line(facts.PriceEnded, _("ended a price of {name}"), None, "note"),
    Line(facts.PriceStruck, _("struck a price of {name}"), None, "note"),
    Line(facts.TaxRateAdded, _("added the tax rate {key} of {country}"), None, "note"),
    Line(facts.TaxRateEnded, _("ended the tax rate {key} of {country}"), None, "note"),
    Line(facts.CatalogueLoaded, _("loaded the catalogue file {name}"), None, "note"),
)
