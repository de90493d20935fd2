"""Say in the metadata of a PDF that it is a Factur-X invoice."""

from __future__ import annotations

import io

import pikepdf
from lxml import etree

NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PDFA = "http://www.aiim.org/pdfa/ns/"
_RESOURCE = {f"{{{RDF}}}parseType": "Resource"}
_PROPERTIES = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER",
    "Version": "The actual version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}


def mark_factur_x(pdf: bytes, *, xml_name: str = "factur-x.xml", level: str = "EN 16931") -> bytes:
    """Add the metadata of Factur-X 1.0 (its section 6.3) to a PDF/A that holds its XML. Nothing else changes.

    The levels are those of the standard, such as `EN 16931` or `XRECHNUNG`.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        packet = etree.fromstring(opened.Root.Metadata.read_bytes())
        (described,) = packet.iter(f"{{{RDF}}}RDF")
        (schemas,) = packet.iter(f"{{{_PDFA}extension/}}schemas")
        schemas[0].append(_schema())
        about = etree.SubElement(
            described, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""}, nsmap={"fx": NAMESPACE}
        )
        for name, text in (
            ("DocumentType", "INVOICE"),
            ("DocumentFileName", xml_name),
            ("Version", "1.0"),
            ("ConformanceLevel", level),
        ):
            etree.SubElement(about, f"{{{NAMESPACE}}}{name}").text = text
        opened.Root.Metadata.write(etree.tostring(packet.getroottree(), encoding="utf-8"))
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _schema() -> etree._Element:
    """The description of the four properties that PDF/A asks for (ISO 19005-3, 6.6.2.3)."""
    item = etree.Element(f"{{{RDF}}}li", _RESOURCE)
    for name, text in (
        ("schema", "Factur-X PDFA Extension Schema"),
        ("namespaceURI", NAMESPACE),
        ("prefix", "fx"),
    ):
        etree.SubElement(item, f"{{{_PDFA}schema#}}{name}").text = text
    listed = etree.SubElement(etree.SubElement(item, f"{{{_PDFA}schema#}}property"), f"{{{RDF}}}Seq")
    for name, words in _PROPERTIES.items():
        entry = etree.SubElement(listed, f"{{{RDF}}}li", _RESOURCE)
        for part, text in (
            ("name", name),
            ("valueType", "Text"),
            ("category", "external"),
            ("description", words),
        ):
            etree.SubElement(entry, f"{{{_PDFA}property#}}{part}").text = text
    return item
