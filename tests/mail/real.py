"""Mails in the shapes that real programs write: the base of the corpus. All people are invented."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

from tests.mail.corpus import BOUNCE, PLAIN, PNG, multipart, part

OURS = "office@lindenau.example"
NOTICE = "notice-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0@lindenau.example"


def headed(head: str, body: str | bytes = "", *, crlf: bool = False) -> bytes:
    raw = head.strip("\n").encode() + b"\n\n" + (body.encode() if isinstance(body, str) else body)
    return raw.replace(b"\n", b"\r\n") if crlf else raw


OUTLOOK = headed(
    """
From: "Meier, Karin" <karin.meier@kanzlei-meier.example>
To: Lindenau Elektro <office@lindenau.example>
Subject: AW: Angebot Wallbox
Thread-Topic: Angebot Wallbox
Thread-Index: AdpXk3bQb1q8m0m9TnuXxP0m8lZ2aQABCDEF
Date: Tue, 3 Nov 2026 07:41:12 +0000
Message-ID: <AM0PR04MB1234567890ABCDEF0123456789@AM0PR04MB1234.eurprd04.prod.outlook.com>
References: <CAF1234@mail.gmail.com>
In-Reply-To: <CAF1234@mail.gmail.com>
Accept-Language: de-DE, en-US
Content-Language: de-DE
X-MS-Has-Attach:
X-MS-TNEF-Correlator:
Content-Type: multipart/alternative; boundary="_000_AM0PR04MB1234_"
MIME-Version: 1.0
""",
    """--_000_AM0PR04MB1234_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Guten Morgen,

das k=F6nnen wir so machen. Bitte am Freitag.

Mit freundlichen Gr=FC=DFen
Karin Meier

________________________________
Von: Lindenau Elektro <office@lindenau.example>
Gesendet: Montag, 2. November 2026 16:02
An: Meier, Karin <karin.meier@kanzlei-meier.example>
Betreff: Angebot Wallbox

Sehr geehrte Frau Meier, anbei das Angebot.

--_000_AM0PR04MB1234_
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html xmlns:o=3D"urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style><=
!--[if gte mso 9]><xml><o:shapedefaults/></xml><![endif]--></head><body lang=3D"DE" link=3D"#0563C1"><div class=
=3D"WordSection1"><p class=3D"MsoNormal">Guten Morgen,<o:p></o:p></p><p class=3D"MsoNormal">das k=F6nnen wir so m=
achen.<o:p>&nbsp;</o:p></p><img src=3D"cid:image001.png@01DA" alt=3D"Logo"></div></body></html>
--_000_AM0PR04MB1234_--
""",
    crlf=True,
)

GMAIL = headed(
    """
MIME-Version: 1.0
From: Jane Doe <jane.doe@gmail.example>
Date: Mon, 2 Nov 2026 20:15:33 +0100
Message-ID: <CAKxyz+abc=DEF_123@mail.gmail.com>
Subject: Re: Your appointment
To: office@lindenau.example
Content-Type: multipart/alternative; boundary="000000000000a1b2c305f0"
""",
    """--000000000000a1b2c305f0
Content-Type: text/plain; charset="UTF-8"

Works for me, thanks!

On Mon, Nov 2, 2026 at 4:02 PM Lindenau Elektro <office@lindenau.example>
wrote:

> Dear Jane,
> we would come on Friday at ten.
>

--000000000000a1b2c305f0
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

<div dir=3D"ltr">Works for me, thanks!</div><br><div class=3D"gmail_quote"><div dir=3D"ltr" class=3D"gmail_attr">=
On Mon, Nov 2, 2026 at 4:02=E2=80=AFPM Lindenau Elektro &lt;<a href=3D"mailto:office@lindenau.example">office@lin=
denau.example</a>&gt; wrote:<br></div><blockquote class=3D"gmail_quote" style=3D"margin:0">Dear Jane,<br></blockqu=
ote></div>
--000000000000a1b2c305f0--
""",
)

APPLE = headed(
    """
From: Max Beispiel <max@icloud.example>
Content-Type: multipart/mixed; boundary="Apple-Mail=_9F1E"
Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3826.200\\))
Subject: Foto vom Sicherungskasten
Message-Id: <9F1E2D3C-0000-4A5B-8C7D-112233445566@icloud.example>
Date: Mon, 2 Nov 2026 18:00:01 +0100
To: office@lindenau.example
X-Mailer: Apple Mail (2.3826.200)
""",
    b"--Apple-Mail=_9F1E\nContent-Transfer-Encoding: 7bit\nContent-Type: text/plain; charset=us-ascii\n\n"
    b"Hallo, siehe Foto.\n\n\n--Apple-Mail=_9F1E\nContent-Disposition: inline;\n\tfilename*=utf-8''IMG%5F%C3%BC.png\n"
    b"Content-Type: image/png;\n\tx-unix-mode=0666;\n\tname*=utf-8''IMG%5F%C3%BC.png\n"
    b"Content-Transfer-Encoding: base64\n\n" + PNG + b"\n\n--Apple-Mail=_9F1E\n"
    b"Content-Transfer-Encoding: 7bit\nContent-Type: text/plain; charset=us-ascii\n\n\n\nVon meinem iPhone gesendet\n"
    b"--Apple-Mail=_9F1E--\n",
)

WEB_FORM = headed(
    """
To: office@lindenau.example
Subject: =?UTF-8?B?S29udGFrdGZvcm11bGFyOiBLZWluIHdhcm1lcyBXYXNzZXI=?=
From: WordPress <wordpress@lindenau.example>
Reply-To: "Paul Kunde" <paul.kunde@example.org>
Date: Mon, 02 Nov 2026 09:01:02 +0000
Message-ID: <a8f7e6d5c4b3a291@www.lindenau.example>
X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
""",
    "Name: Paul Kunde\nTelefon: 0170 1234567\n\nSeit heute früh kein warmes Wasser.\n",
)

POSTFIX = BOUNCE

EXIM = headed(
    """
Return-path: <>
X-Failed-Recipients: gone@example.org
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.lindenau.example>
To: office@lindenau.example
Content-Type: multipart/report; report-type=delivery-status; boundary="1730537-eximdsn"
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1t7abc-0001x2-3y@mx.lindenau.example>
Date: Mon, 02 Nov 2026 09:12:00 +0000
""",
    f"""--1730537-eximdsn
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  gone@example.org
    host mx.example.org [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<gone@example.org>:
    550 5.1.1 <gone@example.org>: Recipient address rejected: User unknown

--1730537-eximdsn
Content-type: message/delivery-status

Reporting-MTA: dns; mx.lindenau.example

Action: failed
Final-Recipient: rfc822;gone@example.org
Status: 5.0.0
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.org>: Recipient address rejected: User unknown

--1730537-eximdsn
Content-type: message/rfc822

Return-path: <office@lindenau.example>
From: Lindenau <office@lindenau.example>
To: gone@example.org
Subject: Ihr Termin
Message-ID: <{NOTICE}>

Text
--1730537-eximdsn--
""",
)

EXCHANGE = headed(
    """
From: Microsoft Outlook
 <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kunde.example>
To: <office@lindenau.example>
Date: Mon, 2 Nov 2026 09:12:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
 boundary="8f3e-exchange"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: de-DE
Message-ID: <[b378dfc50603435b8a9cba06ae3f0c1c@kunde.example]>
In-Reply-To: <NOTICE>
References: <NOTICE>
Thread-Topic: Ihr Termin
Subject: Unzustellbar: Ihr Termin
Auto-Submitted: auto-replied
X-MS-Exchange-Message-Is-Autoreply:
MIME-Version: 1.0
""".replace("NOTICE", NOTICE),
    f"""--8f3e-exchange
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

{base64.b64encode("Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:".encode()).decode()}

--inner
Content-Type: text/html; charset="utf-8"

<html><body><p><b>Fehler bei der Nachrichtenzustellung</b></p></body></html>
--inner--

--8f3e-exchange
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR04MB1234.eurprd04.prod.outlook.com
Received-From-MTA: dns;mx.lindenau.example

Final-Recipient: rfc822;gone@kunde.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

--8f3e-exchange
Content-Type: message/rfc822-headers

From: Lindenau <office@lindenau.example>
Message-ID: <{NOTICE}>
Subject: Ihr Termin

--8f3e-exchange--
""",
    crlf=True,
)

QMAIL = headed(
    """
Return-Path: <>
Date: 2 Nov 2026 09:12:00 -0000
From: MAILER-DAEMON@mx.kunde.example
To: office@lindenau.example
Subject: failure notice
""",
    f"""Hi. This is the qmail-send program at mx.kunde.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<gone@kunde.example>:
192.0.2.9 does not like recipient.
Remote host said: 550 5.1.1 unknown user
Giving up on 192.0.2.9.

--- Below this line is a copy of the message.

Return-Path: <office@lindenau.example>
Received: (qmail 1234 invoked from network); 2 Nov 2026 09:11:59 -0000
From: Lindenau <office@lindenau.example>
Message-ID: <{NOTICE}>
Subject: Ihr Termin

Text
""",
)

GMAIL_BOUNCE = headed(
    """
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: office@lindenau.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <NOTICE>
In-Reply-To: <NOTICE>
X-Failed-Recipients: gone@gmail.example
Message-ID: <67263a11.050a0220.1@mx.google.com>
Date: Mon, 02 Nov 2026 01:12:00 -0800 (PST)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="0000gb"; report-type=delivery-status
""".replace("NOTICE", NOTICE),
    f"""--0000gb
Content-Type: multipart/related; boundary="0000gbr"

--0000gbr
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to gone@gmail.example because the address couldn't be found.
--0000gbr
Content-Type: image/png; name="icon.png"
Content-ID: <icon.png>
Content-Transfer-Encoding: base64

{PNG.decode()}
--0000gbr--
--0000gb
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Mon, 02 Nov 2026 01:11:58 -0800 (PST)
X-Original-Message-ID: <{NOTICE}>

Final-Recipient: rfc822; gone@gmail.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.com. (142.250.1.26, the server for the domain gmail.example.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
Last-Attempt-Date: Mon, 02 Nov 2026 01:12:00 -0800 (PST)

--0000gb
Content-Type: message/rfc822

From: Lindenau <office@lindenau.example>
Message-ID: <{NOTICE}>
Subject: Ihr Termin

Text
--0000gb--
""",
)

DELAYED = headed(
    """
Return-Path: <>
From: MAILER-DAEMON@mx.lindenau.example (Mail Delivery System)
Subject: Delayed Mail (still being retried)
To: office@lindenau.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="delay.1/mx"
Message-Id: <20261102091200.AB12@mx.lindenau.example>
Date: Mon, 2 Nov 2026 09:12:00 +0000 (UTC)
""",
    f"""--delay.1/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #

--delay.1/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.lindenau.example

Final-Recipient: rfc822; slow@example.org
Original-Recipient: rfc822;slow@example.org
Action: delayed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mx.example.org[192.0.2.1]:25: Connection timed out
Will-Retry-Until: Sat, 7 Nov 2026 09:00:00 +0000 (UTC)

--delay.1/mx
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Lindenau <office@lindenau.example>
Message-ID: <{NOTICE}>
Subject: Ihr Termin

--delay.1/mx--
""",
)


def away(words: str, subject: str, **marks: str) -> bytes:
    return headed(
        "From: Jürgen Groß <j.gross@example.org>\nTo: office@lindenau.example\n"
        f"Subject: {subject}\nDate: Mon, 2 Nov 2026 09:12:00 +0100\n"
        f"Message-ID: <away-{len(words)}-{len(subject)}@example.org>\n"
        f"In-Reply-To: <{NOTICE}>\nContent-Type: text/plain; charset=utf-8\n"
        + "\n".join(f"{name.replace('_', '-')}: {value}" for name, value in marks.items()),
        words,
    )


OUT_OF_OFFICE = [
    away(
        "Ich bin bis 9.11. nicht im Büro.\n",
        "Automatische Antwort: Ihr Termin",
        Auto_Submitted="auto-replied",
    ),
    away("I am out of the office.\n", "Out of Office: Ihr Termin", X_Autoreply="yes", Precedence="bulk"),
    away("Je suis absent.\n", "Réponse automatique", X_Auto_Response_Suppress="All"),
    away("Estoy ausente.\n", "Respuesta automática", Auto_Submitted="auto-generated; x=y"),
    away("Jestem na urlopie.\n", "Nieobecność", X_Autorespond="Urlaub"),
    away("休暇中です。\n", "自動返信", Precedence="auto_reply"),
    away("Afwezig.\n", "Automatisch antwoord", X_Auto_Response_Suppress="OOF, DR, RN, NRN, AutoReply"),
]

INVITATION = multipart(
    part(b"Dienstag um zehn?\n"),
    part(
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTART:20261110T090000Z\r\n"
        b"SUMMARY:Besichtigung\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "text/calendar; charset=utf-8; method=REQUEST",
    ),
    kind="alternative",
    From="Erika Muster <erika@example.org>",
    Subject="Einladung: Besichtigung",
    Message_ID="<invite-1@example.org>",
)

SIGNED = multipart(
    part(b"Signed words.\n"),
    part(
        base64.encodebytes(bytes(range(200))),
        'application/pkcs7-signature; name="smime.p7s"',
        Content_Transfer_Encoding="base64",
        Content_Disposition='attachment; filename="smime.p7s"',
    ),
    Content_Type='multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="XX"',
    Message_ID="<signed-1@example.org>",
)

SEALED = headed(
    """
From: Erika Muster <erika@example.org>
To: office@lindenau.example
Subject: Vertraulich
Message-ID: <sealed-1@example.org>
MIME-Version: 1.0
Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="smime.p7m"
""",
    base64.encodebytes(bytes(range(256)) * 3),
)

WINMAIL = multipart(
    part(b"Siehe Anlage.\n"),
    part(
        base64.encodebytes(b"\x78\x9f\x3e\x22" + bytes(300)),
        'application/ms-tnef; name="winmail.dat"',
        Content_Transfer_Encoding="base64",
        Content_Disposition='attachment; filename="winmail.dat"',
    ),
    Message_ID="<winmail-1@example.org>",
)

FORWARDED = multipart(
    part("Bitte übernehmen.\n".encode()), part(PLAIN, "message/rfc822"), Message_ID="<fwd-1@example.org>"
)

JAPANESE = headed(
    """
From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <yamada@example.jp>
To: office@lindenau.example
Subject: =?ISO-2022-JP?B?GyRCJCpMZCQkOWckbyQ7GyhC?=
Message-ID: <jp-1@example.jp>
Date: Mon, 2 Nov 2026 18:00:00 +0900
Content-Type: text/plain; charset=ISO-2022-JP
Content-Transfer-Encoding: 7bit
""",
    "お湯が出ません。\n山田\n".encode("iso-2022-jp"),
)

RUSSIAN = headed(
    """
From: =?koi8-r?B?6dfBziDw1dTPzw==?= <ivan@example.ru>
To: office@lindenau.example
Subject: =?koi8-r?Q?=F7=CF=C4=C1?=
Message-ID: <ru-1@example.ru>
Content-Type: text/plain; charset=koi8-r
Content-Transfer-Encoding: 8bit
""",
    "Нет горячей воды.\n".encode("koi8-r"),
)

DIGEST = multipart(
    *[b"\n" + PLAIN.replace(b"a1@", b"d%d@" % n) for n in range(4)],
    kind="digest",
    Subject="The list, issue 12",
    Message_ID="<digest-12@lists.example.org>",
    List_Id="<the-list.lists.example.org>",
)

LIST = headed(
    """
From: Erika Muster via The-List <the-list@lists.example.org>
To: the-list@lists.example.org
Subject: [The-List] Boilers
List-Id: All about boilers <the-list.lists.example.org>
List-Unsubscribe: <https://lists.example.org/unsub>, <mailto:leave@lists.example.org>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Precedence: list
X-BeenThere: the-list@lists.example.org
Message-ID: <list-1@lists.example.org>
""",
    "Who knows a good one?\n",
)

NEWSLETTER = headed(
    """
From: Angebote <news@shop.example>
To: office@lindenau.example
Subject: =?utf-8?q?Nur_heute=3A_50_=25?=
List-Unsubscribe: <https://shop.example/u>
Feedback-ID: 1:2:3:shop
Message-ID: <news-1@shop.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
""",
    quopri.encodestring(
        b"<html><body style='background:url(http://t.shop.example/b.gif)'><table><tr><td><a href='https://shop.example/?a=1'>"
        b"<img src='http://t.shop.example/p.gif' width=1 height=1></a></td></tr></table><form action='https://shop.example'>"
        b"<input name=q><button>Go</button></form></body></html>"
    ),
)

PHONE = headed(
    """
Date: Mon, 02 Nov 2026 07:59:00 +0100
Subject: Re: Termin
Message-ID: <t5k2n9qyvqk1m8h0w7b3p4x6.1730530740000@email.android.com>
Importance: normal
From: Petra Klein <petra.klein@example.org>
To: Lindenau <office@lindenau.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="--_com.samsung.android.email_123"
""",
    """----_com.samsung.android.email_123
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

"""
    + base64.encodebytes(
        "Passt!\n\n\nVon meinem Galaxy gesendet\n\n-------- Ursprüngliche Nachricht --------\n"
        "Von: Lindenau <office@lindenau.example>\nDatum: 01.11.26 18:00 (GMT+01:00)\nAn: Petra Klein\n"
        "Betreff: Termin\n\nFreitag um zehn?\n".encode()
    ).decode()
    + """
----_com.samsung.android.email_123
Content-Type: text/html; charset=utf-8

<html><body dir="auto">Passt!<div id="composer_signature">Von meinem Galaxy gesendet</div></body></html>
----_com.samsung.android.email_123--
""",
)

SHAPES: dict[str, bytes] = {
    "plain": PLAIN,
    "outlook": OUTLOOK,
    "gmail": GMAIL,
    "apple": APPLE,
    "phone": PHONE,
    "web form": WEB_FORM,
    "postfix bounce": POSTFIX,
    "exim bounce": EXIM,
    "exchange bounce": EXCHANGE,
    "qmail bounce": QMAIL,
    "gmail bounce": GMAIL_BOUNCE,
    "delayed": DELAYED,
    **{f"out of office {n}": raw for n, raw in enumerate(OUT_OF_OFFICE)},
    "invitation": INVITATION,
    "signed": SIGNED,
    "sealed": SEALED,
    "winmail": WINMAIL,
    "forwarded": FORWARDED,
    "japanese": JAPANESE,
    "russian": RUSSIAN,
    "digest": DIGEST,
    "list": LIST,
    "newsletter": NEWSLETTER,
}

Mutation = Callable[[bytes], bytes]
