"""VAT treatment of a sale: which country taxes it, and what the paper says if the seller adds no tax."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.kernel.text import Text
from wellkept.kernel.vat_ids import MEMBER_STATES, is_malformed, misses_its_check_digit

_NORTHERN_IRELAND = "XI"  # goods there follow the directive (Windsor Framework, Annex 3); its country is GB
_EU = frozenset(state.upper().replace("EL", "GR") for state in MEMBER_STATES) - {_NORTHERN_IRELAND}


@dataclass(frozen=True, kw_only=True)
class Seller:
    """The seller's country, and whether a small business that adds no tax, or one that reports distance sales."""

    country: str
    is_exempt: bool = False
    reports_distance_sales: bool = False


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """The buyer's country (of the site, for goods and for work on a building), and a VAT id if they gave one."""

    country: str
    vat_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """Treatment of a sale.

    `country` is the one whose rates apply. With a `category` (EN 16931, UNCL 5305) no tax is added, and `reason` and
    `code` (VATEX) stand on the paper. `source` names the articles of Directive 2006/112/EC.
    """

    kind: str
    country: str
    source: str
    category: str = ""
    reason: Text = ""
    code: str = ""


def treatment_of(*, seller: Seller, buyer: Buyer, kind: str) -> Treatment:
    """Treat a sale by Directive 2006/112/EC (EU VAT directive).

    | case | articles |
    | --- | --- |
    | a small business adds no tax | 284 |
    | the same country | 31, 32, 44, 45, 47 |
    | goods to a business in another member state, which has a VAT id of another one: exempt | 138(1) |
    | goods to a consumer there: their rate, or the seller's below the threshold | 33(a), 59c |
    | goods out of the Union: exempt | 146(1)(a) |
    | services to a business in another member state: it owes the tax | 44, 196 |
    | services to a business elsewhere | 44 |
    | services to a consumer: the seller's rate | 45 |
    | electronic services to a consumer: the rate where they live | 58, 59c |
    | work on a building: taxed where it stands | 47 |

    The directive also lets states reverse the charge at home (199), and abroad for sellers who are not established
    there (194). Neither is decided here. A seller outside the Union is treated alike, by the law of their country.
    `kind` is goods, services, electronic or property (work on a building). Refuses a VAT id that cannot be right.
    """
    refuse(_malformed(buyer.vat_id))
    if seller.is_exempt:
        return Treatment(
            kind="exempt", country=seller.country, category="E", source="284",
            reason=_("Exempt from tax: small business"),
        )  # fmt: skip
    ships_inside = buyer.country in _EU or (kind == "goods" and buyer.vat_id.startswith(_NORTHERN_IRELAND))
    if seller.country == buyer.country:
        return Treatment(kind="domestic", country=seller.country, source="31, 32, 44, 45, 47")
    inside = seller.country in _EU and ships_inside
    if kind == "goods":
        return _goods(seller, buyer, inside)
    if kind == "property":
        return _outside(seller, "47")
    return _services(seller, buyer, inside, kind)


def _malformed(vat_id: str) -> Refusal | None:
    """Refuse a VAT id that no office can have given. Whether it is registered is not known here."""
    if vat_id and (len(vat_id) <= 4 or is_malformed(vat_id) or misses_its_check_digit(vat_id)):
        return invalid(
            "vat_id", _("A character of this VAT number is wrong, or the letters of its country are missing.")
        )
    return None


def _goods(seller: Seller, buyer: Buyer, inside: bool) -> Treatment:
    if not inside:
        return Treatment(
            kind="export", country=seller.country, category="G", source="146(1)(a)",
            reason=_("Export outside the EU"), code="VATEX-EU-G",
        )  # fmt: skip
    if buyer.vat_id and _country_of(buyer.vat_id) != seller.country:
        return Treatment(
            kind="intra_community", country=seller.country, category="K", source="138(1)",
            reason=_("Intra-Community supply"), code="VATEX-EU-IC",
        )  # fmt: skip
    if buyer.vat_id:  # an id of the seller's own country does not free goods from tax
        return Treatment(kind="domestic", country=seller.country, source="32, 138(1)(b)")
    return _to_consumer(seller, buyer, "33(a)")


def _services(seller: Seller, buyer: Buyer, inside: bool, kind: str) -> Treatment:
    if buyer.vat_id:
        if not inside:
            return _outside(seller, "44")
        return Treatment(
            kind="reverse_charge", country=seller.country, category="AE", source="44, 196",
            reason=_("Reverse charge"), code="VATEX-EU-AE",
        )  # fmt: skip
    if kind == "electronic":
        return _to_consumer(seller, buyer, "58") if inside else _outside(seller, "58")
    return Treatment(kind="domestic", country=seller.country, source="45")


def _to_consumer(seller: Seller, buyer: Buyer, article: str) -> Treatment:
    if not seller.reports_distance_sales:
        return Treatment(kind="domestic", country=seller.country, source=f"{article}, 59c")
    return Treatment(kind="distance_sale", country=buyer.country, source=article)


def _outside(seller: Seller, article: str) -> Treatment:
    return Treatment(
        kind="outside_scope", country=seller.country, category="O", source=article,
        reason=_("Not subject to the seller’s tax"), code="VATEX-EU-O",
    )  # fmt: skip


def _country_of(vat_id: str) -> str:
    return {"EL": "GR"}.get(vat_id[:2], vat_id[:2])
