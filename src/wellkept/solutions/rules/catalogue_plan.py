"""Compare rows of a file with the catalogue: what is new, what changes, and which rows are left out."""

from __future__ import annotations

from wellkept.solutions.rules.catalogue_changes import CataloguePlan, KnownCatalogue
from wellkept.solutions.rules.catalogue_rows import CatalogueRows
from wellkept.solutions.rules.part_planner import PartPlanner
from wellkept.solutions.rules.price_planner import PricePlanner
from wellkept.solutions.rules.rule_planner import RulePlanner


def plan_of(rows: CatalogueRows, known: KnownCatalogue) -> CataloguePlan:
    """Compare the rows with the catalogue. Products come first, then options, prices by their days, and rules."""
    plan = CataloguePlan(faults=list(rows.faults))
    parts = PartPlanner(plan, known)
    prices = PricePlanner(plan, known)
    for row in sorted(rows.articles, key=lambda row: bool(row.option)):
        price = prices.read(row) if row.price is not None else None
        if (row.price is None or price is not None) and parts.take(row) and price is not None:
            prices.wait(row, price)
    prices.set_all()
    rules = RulePlanner(plan, known, parts)
    for rule in rows.rules:
        rules.take(rule)
    plan.parts = [change for change in parts.drafts.values() if change.changes]
    return plan
