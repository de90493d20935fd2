"""Validation of a structured invoice before it is issued."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_lazy as _
from lxml import etree

from wellkept.einvoices.cii import write_cii
from wellkept.einvoices.invoice import Invoice
from wellkept.einvoices.own_checks import check_invoice
from wellkept.einvoices.profiles import Profile, Syntax
from wellkept.einvoices.rule_engine import BrokenRule, RuleEngine
from wellkept.einvoices.rule_files import RULE_FILES, RuleFile
from wellkept.einvoices.rule_words import words_for
from wellkept.einvoices.ubl import write_ubl
from wellkept.einvoices.verdict import CheckDone, CheckLeftOut, Finding, Severity, Verdict
from wellkept.einvoices.xsd import SCHEMAS, check_schema
from wellkept.kernel.text import Text, fill

SCHEMA, OWN = "XSD", "Wellkept"
NO_ENGINE = _("The program that runs these rules is not installed (the extra “rules”).")
NO_INVOICE = _("Only the finished document was given.")
NOT_READ = _("The document cannot be read.")
SEVERITIES = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "information": Severity.INFORMATION,
}


@dataclass(frozen=True, slots=True)
class PreparedInvoice:
    """Document that was written, and the verdict about exactly these bytes."""

    xml: bytes
    verdict: Verdict


def write(invoice: Invoice, profile: Profile) -> bytes:
    """Write an invoice in the syntax of its profile."""
    return (write_ubl if profile.syntax is Syntax.UBL else write_cii)(invoice, profile)


def prepare(invoice: Invoice, profile: Profile, engine: RuleEngine | None) -> PreparedInvoice:
    """Write an invoice and check it."""
    xml = write(invoice, profile)
    return PreparedInvoice(xml, validate(xml, profile, invoice=invoice, engine=engine))


def validate(
    xml: bytes, profile: Profile, *, invoice: Invoice | None = None, engine: RuleEngine | None
) -> Verdict:
    """Check a document by its schema, the published rules of its profile and our own checks.

    Without an engine the rules are left out, and the verdict says so.
    """
    report = _Report()
    tree = _parse(xml, report)
    rules = [RULE_FILES[name] for name in profile.rules]
    if tree is None:
        for name in (SCHEMA, *profile.rules):
            report.leave_out(name, NOT_READ)
    else:
        report.done.append(CheckDone(SCHEMA, RULE_FILES["EN 16931 (UBL)"].version()))
        report.findings += check_schema(tree)
        for rule_file in rules:
            _run(rule_file, tree, engine, report)
    if invoice is None:
        report.leave_out(OWN, NO_INVOICE)
    else:
        report.done.append(CheckDone(OWN))
        report.findings += check_invoice(invoice, profile)
    return Verdict(
        digest=sha256(xml).hexdigest(),
        profile=profile.name,
        findings=tuple(report.findings),
        done=tuple(report.done),
        left_out=tuple(report.left_out),
    )


class _Report:
    """Findings and checks as they gather."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.done: list[CheckDone] = []
        self.left_out: list[CheckLeftOut] = []

    def leave_out(self, name: str, reason: Text) -> None:
        """Name a check that is not made."""
        self.left_out.append(CheckLeftOut(name, reason))

    def refuse(self, rule: str, words: Text) -> None:
        """Add an error about the document as a whole."""
        self.findings.append(Finding(rule, Severity.ERROR, "", words, OWN))


def _parse(xml: bytes, report: _Report) -> etree._Element | None:
    """Parse a document of a known kind. A document type, which could pull in files, is refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        tree = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        report.refuse("not_xml", fill(_("This is not XML: %(fault)s"), fault=fault.msg))
        return None
    if tree.getroottree().docinfo.internalDTD is not None:
        report.refuse("has_a_document_type", _("An invoice must not bring a document type of its own."))
        return None
    if tree.tag not in SCHEMAS:
        report.refuse("unknown_document", _("This is neither an invoice in UBL nor one in CII."))
        return None
    return tree


def _run(rules: RuleFile, tree: etree._Element, engine: RuleEngine | None, report: _Report) -> None:
    if rules.place() is None:
        words = _("The package %(package)s, which holds these rules, is not installed.")
        report.leave_out(rules.name, fill(words, package=rules.package))
    elif engine is None:
        report.leave_out(rules.name, NO_ENGINE)
    else:
        broken = engine.run(rules, etree.tostring(tree, encoding="unicode"))
        report.done.append(CheckDone(rules.name, rules.version()))
        report.findings += [_finding(rule, rules.name) for rule in broken]


def _finding(broken: BrokenRule, source: str) -> Finding:
    """Word a broken rule. A flag that nobody knows counts as an error."""
    return Finding(
        rule=broken.rule,
        severity=SEVERITIES.get(broken.flag, Severity.ERROR),
        place=broken.place,
        words=words_for(broken.rule, broken.text),
        source=source,
    )
