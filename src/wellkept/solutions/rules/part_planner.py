"""Compare details of products and options in a file with the catalogue."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from wellkept.kernel import wording
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text, fill
from wellkept.solutions.catalogue_details import OptionDetails, ProductDetails, cleaned
from wellkept.solutions.rules.catalogue_changes import CataloguePlan, KnownCatalogue, Part, PartChange, Values
from wellkept.solutions.rules.catalogue_columns import code_of
from wellkept.solutions.rules.catalogue_rows import ArticleRow

LONGEST_NAME = 200


class PartPlanner:
    """Details of products and options."""

    def __init__(self, plan: CataloguePlan, known: KnownCatalogue) -> None:
        self._plan, self._known = plan, known
        self.drafts: dict[Part, PartChange] = {}
        self._given: dict[tuple[Part, str], tuple[object, int]] = {}

    def is_there(self, part: Part) -> bool:
        """Whether the catalogue or an earlier row of this file has it, and it has not ended."""
        known = self._known.parts.get(part)
        return part in self.drafts or (known is not None and not known.ended)

    def options(self, product: str) -> dict[str, Text]:
        """The names of the product's options by key, those of this file included."""
        known = {
            option: str(row.values["name"])
            for (of, option), row in self._known.parts.items()
            if of == product and option and not row.ended
        }
        drafts = {part[1]: str(row.values["name"]) for part, row in self.drafts.items() if part[0] == product}
        return {key: name for key, name in (known | drafts).items() if key}

    def take(self, row: ArticleRow) -> bool:
        """Take the details of a row. False if there is a fault."""
        part = (row.product, row.option)
        known, draft = self._known.parts.get(part), self.drafts.get(part)
        if row.option and not self.is_there((row.product, "")):
            return self._fault(row, "product", _("There is no such product, or its row is left out."))
        if known is not None and known.ended:
            return self._fault(
                row,
                "option" if row.option else "product",
                _("It was taken out of the catalogue. Take it in again first."),
            )
        resolved = self._resolved(row)
        if resolved is None or not self._agrees(row, part, resolved):
            return False
        base = draft.values if draft else known.values if known else self._usual(row)
        values = dict(base) | resolved
        if resolved.get("kind", "recurring") != "recurring" and "months" not in resolved:
            values["months"] = None
        refusal = self._refusal(values, row.option)
        if refusal is not None:
            return self._fault(row, refusal.field or "product", refusal.sentence)
        if draft is not None:
            draft.values = values
        else:
            self.drafts[part] = PartChange(row.place, part, values, known.values if known else None)
        for name, value in resolved.items():
            self._given.setdefault((part, name), (value, row.place.row))
        return True

    def _resolved(self, row: ArticleRow) -> dict[str, str | int | None] | None:
        """The given details, with the solution by its key and the tax by its rate. None if there is a fault."""
        values = dict(row.values)
        if "solution" in values:
            solution = self._known.solutions.get(str(values.pop("solution")).casefold())
            if solution is None:
                self._fault(row, "solution", _("There is no such solution. Add it first."))
                return None
            values["solution_id"] = solution
        if "tax" in values:
            rate = self._rate(str(values["tax"]))
            if isinstance(rate, Refusal):
                self._fault(row, "tax", rate.sentence)
                return None
            values["tax"] = rate
        return values

    def _rate(self, cell: str) -> str | Refusal:
        key = cell.strip().lower()
        key = key if key in self._known.rates else code_of("rates", cell) or key
        if key in self._known.rates:
            return key
        try:
            percent = Decimal(cell.replace("%", "").replace(",", ".").strip())
        except InvalidOperation:
            return Refusal("no_rate", fill(_("There is no tax rate “%(cell)s”."), cell=cell))
        keys = self._known.percents.get(percent, frozenset())
        if len(keys) == 1:
            return next(iter(keys))
        sentence = (
            _("Several tax rates have this percentage: %(keys)s. Name one.")
            if keys
            else _("Our country has no tax rate of %(percent)s %%.")
        )
        return Refusal(
            "no_rate", fill(sentence, keys=", ".join(sorted(keys)), percent=wording.quantity(percent))
        )

    def _agrees(self, row: ArticleRow, part: Part, values: Values) -> bool:
        """Refuse a row that says something else than an earlier one."""
        for name, value in values.items():
            before = self._given.get((part, name))
            if before is not None and before[0] != value:
                column = "solution" if name == "solution_id" else name
                return self._fault(
                    row, column, fill(_("Row %(row)s says something else about it."), row=before[1])
                )
        return True

    def _usual(self, row: ArticleRow) -> Values:
        """Details of something new that the file leaves open. An option is counted and taxed like its product."""
        if not row.option:
            return {
                name: getattr(ProductDetails(name=""), name) for name in ProductDetails.__dataclass_fields__
            }
        of = (row.product, "")
        product = self.drafts[of].values if of in self.drafts else self._known.parts[of].values
        like = {name: product[name] for name in ("unit", "kind", "months", "tax")}
        return {
            name: getattr(OptionDetails(name=""), name) for name in OptionDetails.__dataclass_fields__
        } | like

    @staticmethod
    def _refusal(values: dict[str, str | int | None], option: str) -> Refusal | None:
        """Check the details, and leave them cleaned."""
        kind = OptionDetails if option else ProductDetails
        details = cleaned(kind(**values))  # type: ignore[arg-type]
        if len(details.name) > LONGEST_NAME:
            return Refusal(
                "too_long",
                fill(_("A name has at most %(most)s characters."), most=LONGEST_NAME),
                field="name",
            )
        return details.refusal()

    def _fault(self, row: ArticleRow, name: str, sentence: Text) -> bool:
        self._plan.faults.append(row.fault(name, sentence))
        return False
