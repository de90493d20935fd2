"""The constraints of this room's tables, in words."""

from __future__ import annotations

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_paper_names_its_content": Law(0, "A paper names its content by its SHA-256."),
    "a_paper_is_not_empty": Law(0, "This file is empty."),
    "a_paper_has_a_name": Law(0, "What is the paper called?"),
}
