"""Mail providers at which anybody can have an address: sharing their domain identifies no company."""

from __future__ import annotations

from typing import Final

# Providers with one domain for each country: the name before the first dot.
_NAMES = """
    aol gmail gmx googlemail hotmail icloud live mailbox outlook posteo proton protonmail yahoo yandex ymail
"""
_COUNTRY: Final = 3  # letters at most of an ending that stands for a country, or for everybody (com, net)
_DOMAINS = """
    web.de t-online.de magenta.de freenet.de arcor.de online.de 1und1.de email.de mail.de mein.gmx kabelmail.de
    vodafone.de vodafonemail.de unitybox.de unity-mail.de netcologne.de ewetel.net ewe.net htp-tel.de osnanet.de
    versanet.de alice.de alice-dsl.net o2mail.de o2online.de tutanota.com tutanota.de tuta.com tuta.io me.com
    mac.com msn.com rocketmail.com passport.com mail.com email.com usa.com fastmail.com fastmail.fm hey.com
    zoho.com pm.me duck.com a1.net aon.at chello.at utanet.at inode.at liwest.at bluewin.ch hispeed.ch
    sunrise.ch swissonline.ch orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr
    libero.it virgilio.it tiscali.it tin.it alice.it telenet.be skynet.be proximus.be ziggo.nl kpnmail.nl
    planet.nl xs4all.nl home.nl casema.nl btinternet.com bt.com sky.com talktalk.net virginmedia.com
    ntlworld.com blueyonder.co.uk comcast.net att.net verizon.net sbcglobal.net cox.net charter.net
    bellsouth.net earthlink.net shaw.ca rogers.com bigpond.com telia.com home.se spray.se online.no telenor.no
    seznam.cz centrum.cz email.cz post.cz azet.sk wp.pl onet.pl o2.pl interia.pl op.pl poczta.onet.pl
    freemail.hu citromail.hu abv.bg mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net qq.com 163.com 126.com
    sina.com naver.com daum.net hanmail.net
"""
NAMES: Final = frozenset(_NAMES.split())
DOMAINS: Final = frozenset(_DOMAINS.split())


def is_public_provider(domain: str) -> bool:
    """Whether anybody can have an address at this domain."""
    name, _, ending = domain.lower().strip(".").partition(".")
    national = name in NAMES and all(len(part) <= _COUNTRY for part in ending.split("."))
    return national or domain.lower().strip(".") in DOMAINS
