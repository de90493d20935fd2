"""Duties of somebody in words, for their page and for the page on which they leave."""

from __future__ import annotations

from django.utils.translation import ngettext

from wellkept.leaving.commands.staff import Workload


def phrases_of(workload: Workload) -> list[str]:
    """List what is in somebody's hands, one phrase for each kind of which there is any."""
    counted = (
        (workload.owned, ngettext("answers for %(n)s journey", "answers for %(n)s journeys", workload.owned)),
        (workload.held, ngettext("holds %(n)s journey", "holds %(n)s journeys", workload.held)),
        (workload.steps, ngettext("%(n)s step to do", "%(n)s steps to do", workload.steps)),
        (workload.offers, ngettext("%(n)s offer to answer", "%(n)s offers to answer", workload.offers)),
        (workload.items, ngettext("%(n)s item in Intake", "%(n)s items in Intake", workload.items)),
        (
            workload.rules,
            ngettext("answers for %(n)s rule of intake", "answers for %(n)s rules of intake", workload.rules),
        ),
        (workload.meetings, ngettext("meets %(n)s customer", "meets %(n)s customers", workload.meetings)),
        (
            workload.keys,
            ngettext("answers for %(n)s key customer", "answers for %(n)s key customers", workload.keys),
        ),
        (
            workload.misses,
            ngettext(
                "handles %(n)s search that found nothing",
                "handles %(n)s searches that found nothing",
                workload.misses,
            ),
        ),
        (
            workload.nonconformities,
            ngettext(
                "%(n)s nonconformity",
                "%(n)s nonconformities",
                workload.nonconformities,
            ),
        ),
        (workload.visits, ngettext("goes to %(n)s visit", "goes to %(n)s visits", workload.visits)),
        (workload.invoices, ngettext("%(n)s invoice", "%(n)s invoices", workload.invoices)),
        (workload.payments, ngettext("%(n)s payment", "%(n)s payments", workload.payments)),
        (
            workload.blueprints,
            ngettext("answers for %(n)s process", "answers for %(n)s processes", workload.blueprints),
        ),
    )
    return [words % {"n": count} for count, words in counted if count]
