"""Engine that runs published rules: the XSLT processor Saxon, from the optional package saxonche.

Saxon kills its process when processors are made and closed in threads. Therefore each process has at most one, made
once in a thread of its own and never closed. It may read no file and no address (`allowedProtocols` is empty).
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING

from lxml import etree

from wellkept.einvoices.rule_files import RuleFile

if TYPE_CHECKING:
    from saxonche import PySaxonProcessor, PyXsltExecutable

ALLOWED_PROTOCOLS = "http://saxon.sf.net/feature/allowedProtocols"
RESULT = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
STEP = re.compile(r"(?:\*:|Q\{[^}]*\}|\w+:)?(\w+)(?:\[namespace-uri\(\)\s*=\s*'[^']*'\])?(?:\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """Rule that a document breaks, as its publisher says it."""

    rule: str
    flag: str
    place: str
    text: str


class RuleEngine:
    """The one processor of this process. `of_this_process` gives it."""

    _only: RuleEngine | None = None
    _lock = Lock()

    def __init__(self) -> None:
        self._process = os.getpid()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rules")
        self._processor: PySaxonProcessor | None = None
        self._compiled: dict[str, PyXsltExecutable] = {}

    @classmethod
    def of_this_process(cls) -> RuleEngine | None:
        """Return the engine of this process, or nothing if saxonche is not installed.

        To be asked for by a worker or a command line program. The web server does not ask.
        """
        if not is_installed():
            return None
        with cls._lock:
            if cls._only is None or cls._only._process != os.getpid():
                cls._only = cls()
            return cls._only

    def run(self, rules: RuleFile, document: str) -> tuple[BrokenRule, ...]:
        """Return the rules that a document breaks. Raises if they cannot be run: silence is no consent."""
        if self._process != os.getpid():
            raise RuntimeError("A processor of rules does not outlive its process.")
        return self._thread.submit(self._run, rules, document).result()

    def _run(self, rules: RuleFile, document: str) -> tuple[BrokenRule, ...]:
        executable = self._compiled.get(rules.name)
        if executable is None:
            executable = self._compiled[rules.name] = self._compile(rules)
        node = self._saxon().parse_xml(xml_text=document)
        report = executable.transform_to_string(xdm_node=node)
        if not report:
            raise RuntimeError(f"The rules {rules.name} gave no report.")
        return tuple(read_report(report))

    def _saxon(self) -> PySaxonProcessor:
        """Make the processor once, in the engine's own thread."""
        if self._processor is None:
            from saxonche import PySaxonProcessor

            self._processor = PySaxonProcessor(license=False)
            self._processor.set_configuration_property(ALLOWED_PROTOCOLS, "")
        return self._processor

    def _compile(self, rules: RuleFile) -> PyXsltExecutable:
        place = rules.place()
        if place is None:
            raise FileNotFoundError(f"{rules.package} has no {rules.path}.")
        text = place.read_text(encoding="utf-8")
        saxon = self._saxon()
        if not rules.code_lists:
            return saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
        # The rules would load their code lists from a file. They get them as a parameter instead.
        text = text.replace(f"document('{rules.code_lists}')", "$code-lists")
        text = re.sub(r"(<xsl:stylesheet\b[^>]*>)", r'\1<xsl:param name="code-lists"/>', text, count=1)
        executable = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
        lists = place.with_name(rules.code_lists).read_text(encoding="utf-8")
        executable.set_parameter("code-lists", saxon.parse_xml(xml_text=lists))
        return executable


@cache
def is_installed() -> bool:
    """Whether the package with the processor is installed."""
    return find_spec("saxonche") is not None


def read_report(report: str) -> list[BrokenRule]:
    """Read a report in SVRL, the report language of Schematron."""
    tree = etree.fromstring(report.encode())
    if not tree.tag.endswith("schematron-output"):
        raise ValueError("This is no report of Schematron rules.")
    return [
        BrokenRule(
            rule=failure.get("id", ""),
            flag=failure.get("flag") or failure.get("role") or "fatal",
            place=short_place(failure.get("location", "")),
            text=" ".join("".join(str(part) for part in failure.itertext()).split()),
        )
        for failure in tree.iterfind(".//svrl:failed-assert", RESULT)
    ]


def short_place(location: str) -> str:
    """Shorten an XPath to names: `Invoice/InvoiceLine[2]/Price`."""
    steps = [STEP.search(step) for step in re.split(r"/(?![^{]*\})(?![^\[]*'\])", location) if step]
    names = [
        step[1] + (f"[{step[2]}]" if step[2] and step[2] != "1" else "") for step in steps if step is not None
    ]
    return "/".join(names)
