"""Our verdicts equal the publisher's on its own test files: single rules, and whole invoices in both syntaxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.einvoices.invoices import EN_16931, needs_the_data
from wellkept.einvoices.profiles import FACTUR_X, PLAIN_UBL, XRECHNUNG_CII, XRECHNUNG_UBL
from wellkept.einvoices.rule_engine import RuleEngine
from wellkept.einvoices.rule_files import RULE_FILES
from wellkept.einvoices.validate import validate

pytestmark = needs_the_data

TESTS = "{http://difi.no/xsd/vefa/validator/1.0}"
FLAGS = {"success": None, "error": "fatal", "warning": "warning"}
PARTS = 4
# By design these break plain EN 16931: they use an extension, or codes of the directive on clean vehicles.
BREAK_BY_DESIGN = {
    "business-cases/extension/05.01a-INVOICE_ubl.xml": {"BR-CO-16"},
    "business-cases/extension/04.05a-INVOICE_uncefact.xml": {"BR-CL-10", "BR-CL-21"},
    "technical-cases/cvd/02.01a-cvd_INVOICE_ubl.xml": {"BR-CL-13"},
    "technical-cases/cvd/02.01a-cvd_INVOICE_uncefact.xml": {"BR-CL-13"},
}


def single_tests() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield the file, the document and the expected verdicts of each single-rule test."""
    for path in sorted((EN_16931 / "cen" / "test").glob("*-unit-UBL/*.xml")):
        for test in etree.parse(path).getroot().iter(f"{TESTS}test"):
            expected, document = None, None
            for child in test:
                if child.tag == f"{TESTS}assert":
                    expected = child
                elif isinstance(child.tag, str):
                    document = child
            assert expected is not None
            assert document is not None
            verdicts = [
                (str(child.tag).removeprefix(TESTS), (child.text or "").strip())
                for child in expected
                if str(child.tag).removeprefix(TESTS) in FLAGS
            ]
            yield path.name, etree.tostring(document, encoding="unicode", with_tail=False), verdicts


def whole(folder: str, name: str) -> list[Path]:
    files = sorted((EN_16931 / folder).rglob(name))
    assert files
    return files


def test_the_publishers_tests_are_all_here() -> None:
    assert Counter(kind for _, _, verdicts in single_tests() for kind, _ in verdicts) == {
        "success": 564,
        "error": 567,
        "warning": 2,
    }


@pytest.mark.parametrize("part", range(PARTS))
def test_each_single_rule_gives_the_publishers_verdict(engine: RuleEngine, part: int) -> None:
    differences, count = [], 0
    for name, document, verdicts in list(single_tests())[part::PARTS]:
        broken = {rule.rule: rule.flag for rule in engine.run(RULE_FILES["EN 16931 (UBL)"], document)}
        count += 1
        differences += [
            (name, kind, rule, broken.get(rule)) for kind, rule in verdicts if broken.get(rule) != FLAGS[kind]
        ]
    assert differences == []
    assert count in (282, 283)  # 1,131 in four parts


@pytest.mark.parametrize("syntax", ["ubl", "uncefact"])
def test_whole_invoices_of_the_german_suite_pass(engine: RuleEngine, syntax: str) -> None:
    profile = XRECHNUNG_UBL if syntax == "ubl" else XRECHNUNG_CII
    broken = {}
    for path in whole("xrechnung", f"*{syntax}.xml"):
        verdict = validate(path.read_bytes(), profile, engine=engine)
        errors = {finding.rule for finding in verdict.errors if finding.source != "XSD"}
        if errors:
            broken[str(path.relative_to(EN_16931 / "xrechnung"))] = errors
    assert broken == {
        name: rules for name, rules in BREAK_BY_DESIGN.items() if name.endswith(f"{syntax}.xml")
    }


def test_whole_invoices_of_the_committee_pass(engine: RuleEngine) -> None:
    broken = {}
    files = [*whole("cen/ubl/examples", "*"), *whole("cen/test/testfiles", "*.xml")]
    for path in [*files, *whole("cen/cii/examples", "*.xml")]:
        is_cii = "cii" in path.parts
        rules = RULE_FILES["EN 16931 (CII)" if is_cii else "EN 16931 (UBL)"]
        text = etree.tostring(etree.parse(path), encoding="unicode")
        errors = {rule.rule for rule in engine.run(rules, text) if rule.flag == "fatal"}
        if errors:
            broken[path.name] = errors
    assert len(files) == 48
    assert broken == {}


def test_four_of_the_committees_examples_break_the_stricter_rules_of_factur_x(engine: RuleEngine) -> None:
    rules, broken = RULE_FILES["Factur-X (CII)"], []
    for path in whole("cen/cii/examples", "*.xml"):
        failures = engine.run(rules, etree.tostring(etree.parse(path), encoding="unicode"))
        broken += [path.name] if any(rule.flag == "fatal" for rule in failures) else []
    assert sorted(broken) == [
        "CII-BR-CO-10-RoundingIssue.xml",
        "CII_business_example_02.xml",
        "CII_business_example_Z.xml",
        "XRechnung-O.xml",
    ]


def test_profiles_of_the_tests_name_rules_that_are_installed() -> None:
    for profile in (FACTUR_X, PLAIN_UBL, XRECHNUNG_UBL, XRECHNUNG_CII):
        assert [name for name in profile.rules if RULE_FILES[name].place() is None] == []
