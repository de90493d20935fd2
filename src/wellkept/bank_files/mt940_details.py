"""Words of an MT940 entry: the German form (`?20…`, taken apart by the library), the Dutch (`/REMI/…`), or plain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wellkept.kernel.characters import clean_line

_IBAN_FIRST = re.compile(r"\s*([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})\b", re.ASCII)
_WORDS = (
    "EREF|MARF|CSID|BENM|ORDP|REMI|IBAN|BIC|NAME|ISDT|TRTP|PREF|RTRN|ULTB|ULTD|ACCW|CNTP|ORNM|TRCD|ID|ADDR"
    "|STRD|USTD"
)
_SLASHED = re.compile(rf"/({_WORDS})/", re.ASCII)
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Details:
    """Words of an entry, each empty if the bank does not give it."""

    text: str = ""
    name: str = ""
    account: str = ""
    on_behalf_of: str = ""
    end_to_end_id: str = ""
    mandate_id: str = ""
    note: str = ""
    structured: tuple[str, ...] = ()


def read_details(data: Mapping[str, object]) -> Details:
    """Read the details that the library found, in whichever form this bank writes."""

    def line(key: str) -> str:
        return clean_line(str(data.get(key) or "")[:_LONGEST])

    if data.get("transaction_details") is not None:
        return _free(str(data["transaction_details"])[:_LONGEST], line("extra_details"))
    return Details(
        text=clean_line(f"{line('purpose')} {line('additional_purpose')}"),
        name=line("applicant_name") or line("recipient_name"),
        account=line("gvc_applicant_iban") or line("applicant_iban"),
        on_behalf_of=line("deviate_applicant") or line("deviate_recipient"),
        end_to_end_id=line("end_to_end_reference"),
        mandate_id=line("additional_position_reference"),
        note=line("posting_text"),
    )


def _free(text: str, supplement: str) -> Details:
    """Read words without the German fields."""
    if _SLASHED.search(text):
        return _slashed("".join(text.splitlines()), supplement)
    words = clean_line(text)
    iban = _IBAN_FIRST.match(words) or _IBAN_FIRST.match(supplement)
    return Details(text=words, account=iban[1] if iban else "", note=supplement)


def _slashed(text: str, supplement: str) -> Details:
    """Read `/EREF/…/BENM//NAME/…/REMI/…`, in which a field may hold others."""
    fields: dict[str, list[str]] = {}
    parts = _SLASHED.split(text)
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        if words := clean_line(value.strip("/ ")):
            fields.setdefault(key, []).append(words)

    def all_of(*keys: str) -> str:
        return " ".join(words for key in keys for words in fields.get(key, []))

    iban = _IBAN_FIRST.match(supplement)
    return Details(
        text=all_of("REMI", "USTD"),
        name=all_of("NAME"),
        account=all_of("IBAN") or (iban[1] if iban else ""),
        end_to_end_id=all_of("EREF"),
        mandate_id=all_of("MARF"),
        note=clean_line(parts[0]),
        structured=tuple(fields.get("STRD", ())),
    )
