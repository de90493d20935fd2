"""Suggest our stage for an order state of the old system. A person confirms it."""

from __future__ import annotations

from wellkept.references.rules import words

PLACES = ("sales", "orders", "delivery", "support", "ended", "leave")
_WORDS = {
    "ended": """
        done closed closedwon closedlost won lost cancelled canceled cancel completed complete finished invoiced paid
        delivered shipped archived rejected refused declined void expired resolved fulfilled refunded returned
        erledigt abgeschlossen storniert abgelehnt geliefert versendet fakturiert bezahlt archiviert fertig verloren
        gewonnen beendet termine annule livre facture paye perdu gagne cerrado cancelado entregado facturado pagado
        perdido ganado chiuso annullato consegnato fatturato pagato vinto perso gesloten geannuleerd geleverd
        gefactureerd betaald
    """,
    "delivery": """
        sale processing shipping progress production scheduled started confirmed accepted ordered approved released
        active picking packing partially dispatched bestaetigt beauftragt lieferung produktion montage laufend arbeit
        bestellt freigegeben teilgeliefert confirme preparation livraison confirmado preparacion enviado confermato
        spedizione bevestigd levering
    """,
    "orders": """
        sent quotation quote proposal offer contractsent contract negotiation negotiating review decisionmakerboughtin
        presented perception price angebot verhandlung vertrag pruefung angeboten devis offre presupuesto oferta
        preventivo offerta offerte
    """,
    "sales": """
        draft new open lead qualification qualified qualifiedtobuy appointment appointmentscheduled prospecting needs
        analysis value presentationscheduled discovery enquiry inquiry request pending contacted interested neu offen
        anfrage entwurf interessent kontakt nouveau ouvert brouillon nuevo abierto borrador nuovo aperto bozza nieuw
    """,
    "support": "support warranty maintenance service aftercare wartung garantie gewaehrleistung nachbetreuung",
}
_MEANS = {word: place for place, known in _WORDS.items() for word in known.split()}


def suggest(state: str) -> str:
    """Suggest a stage, `ended` or `support` by the words of a state; empty if unknown."""
    whole = words(state)
    if whole.replace(" ", "") in _MEANS:
        return _MEANS[whole.replace(" ", "")]
    stages = [_MEANS[word] for word in whole.split() if word in _MEANS]
    return next(
        (place for place in ("ended", "support", "orders", "delivery", "sales") if place in stages), ""
    )
