"""Words that tell nobody apart: legal forms, kinds of street, and the filler of a question."""

from __future__ import annotations

# Legal forms, written after a company's name and never said on the telephone.
_FORMS = """
    gmbh ggmbh ug haftungsbeschraenkt haftungsbeschrankt ag kg kgaa ohg gbr mbh co cokg eg ev ek ekfr se partg partgmbb
    sarl sas sa sasu eurl scop snc srl srls spa sapa sl slu slne cv bv nv vof cvba bvba
    oy oyj ab hb aps as asa ans da ivs sro vos doo dd ad ood eood kft zrt bt nyrt rt spj spzoo oo sp
    sia uab ou as ae epe ike oe ee ooo oao zao pao too tov at as ltd sti limited llc llp lp lllp inc incorporated
    corp corporation plc pty pte pvt cic company kk gk bhd sdn
"""
_WAYS = """
    strasse strasze str street st road rd avenue ave av lane ln drive dr boulevard blvd bvd square sq court ct terrace
    rue via calle ulica ul ulitsa odos sokak sok cad caddesi gata gatan gade vej vei straat laan
"""
_GERMAN = """
    der die das den dem des ein eine einen einem einer und oder mit von vom zu zum zur im in am an auf bei beim ist
    war sind haben hat habe ich wir sie er es ihr mein meine unser unsere uns mich mir nicht kein keine fuer um wegen
    da dort hier dieser diese dieses jene wo was wer wie aus herr frau firma haus nummer nr tel telefon adresse
    kunde kundin auftrag bestellung rechnung glaube heisst heissen namens irgendwas irgendwie irgendwo
    wohnt ecke leute jemand mann so ja hallo bitte guten tag morgen noch mal schon doch also
"""
_ENGLISH = """
    the a an and or of to at in on by for from with is was are were be been has have had i we they he she it you my
    our us me your their his her its not no this that these those there here where what who which how about house
    mr mrs ms dr number no tel phone telephone address customer order invoice think called name named something
    somewhere place building corner guy lady man woman people somebody someone live lives lived
    yes hello hi please good morning still just some one near
"""
_OTHERS = "de la le les du des el los las del di da do dos van der den het og och i y e et"

_JOINS = "und and the der die das et y i e de la z"

LEGAL_FORMS = frozenset(_FORMS.split())
STREETS = frozenset(_WAYS.split())
JOINS = frozenset(_JOINS.split())  # between the words of a name
AROUND = frozenset(f"{_GERMAN} {_ENGLISH} {_OTHERS}".split())
SAYS_NOTHING = LEGAL_FORMS | STREETS | AROUND

_SUFFIXES = ("strasse", "straat", "gatan", "str", "weg", "gasse", "platz", "allee", "street")
_SHORTEST_STEM = 3


def street_stem(word: str) -> str:
    """Give `elmen` for `elmenstrasse` and `elmenstr`; empty for a word that is no such street."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word.removesuffix(suffix)
    return ""
