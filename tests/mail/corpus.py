"""Mails as they really come: odd, broken, clever. Each name tells what is odd."""

from __future__ import annotations

import base64

PLAIN = b"""\
From: Erika Muster <erika@example.org>
To: info@wellkept.example
Subject: The boiler is cold
Date: Mon, 2 Nov 2026 08:15:00 +0100
Message-ID: <a1@example.org>

Good morning,
since Friday there is no hot water.
Erika Muster
"""


def mail(body: bytes = b"Hello.\n", /, **fields: str | bytes) -> bytes:
    """A mail with the given fields over the usual ones; an empty value leaves the field out."""
    usual: dict[str, str | bytes] = {
        "From": "Erika Muster <erika@example.org>",
        "To": "info@wellkept.example",
        "Subject": "Hello",
        "Date": "Mon, 2 Nov 2026 08:15:00 +0100",
        "Message-ID": "<m1@example.org>",
    }
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    lower = {name.lower() for name in named}
    merged = {name: value for name, value in usual.items() if name.lower() not in lower} | named
    head = b""
    for name, value in merged.items():
        if value:
            head += name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()) + b"\n"
    return head + b"\n" + body


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "XX", **fields: str | bytes) -> bytes:
    body = b"".join(b"--" + boundary.encode() + b"\n" + part + b"\n" for part in parts)
    fields.setdefault("Content-Type", f'multipart/{kind}; boundary="{boundary}"')
    fields.setdefault("MIME-Version", "1.0")
    return mail(body + b"--" + boundary.encode() + b"--\n", **fields)


def part(content: bytes, media: str = "text/plain; charset=utf-8", **fields: str) -> bytes:
    head = f"Content-Type: {media}\n" + "".join(f"{n.replace('_', '-')}: {v}\n" for n, v in fields.items())
    return head.encode() + b"\n" + content


PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(64)))

BOUNCE = multipart(
    part(b"Your message could not be delivered to gone@example.org.\n"),
    part(
        b"Reporting-MTA: dns; mx.example.org\n\n"
        b"Original-Recipient: rfc822;Gone@example.org\nFinal-Recipient: rfc822; g17@inside.example.org\n"
        b"Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n",
        "message/delivery-status",
    ),
    part(
        b"From: Wellkept <office@wellkept.example>\nTo: gone@example.org\n"
        b"Message-ID: <notice-7@wellkept.example>\nSubject: [4827-9163] Your appointment\n\nText\n",
        "message/rfc822",
    ),
    **{
        "From": "Mail Delivery System <MAILER-DAEMON@mx.example.org>",
        "Subject": "Undelivered Mail Returned to Sender",
        "Auto-Submitted": "auto-replied",
        "Return-Path": "<>",
        "Content-Type": 'multipart/report; report-type=delivery-status; boundary="XX"',
    },
)

ODD: dict[str, bytes] = {
    "plain": PLAIN,
    "nothing at all": b"",
    "one newline": b"\n",
    "body without head": b"\nJust words.\n",
    "prose without a head": b"Just words, no header.\nAnd a second line.\n",
    "head without body": b"From: a@example.org\nSubject: no body",
    "carriage returns": PLAIN.replace(b"\n", b"\r\n"),
    "old Mac line ends": PLAIN.replace(b"\n", b"\r"),
    "mbox line first": b"From erika@example.org Mon Nov  2 08:15:00 2026\n" + PLAIN,
    "no sender": mail(From=""),
    "empty angle sender": mail(From="<>"),
    "two senders": mail(From="a@example.org, b@example.org"),
    "sender as group": mail(From="undisclosed-recipients:;"),
    "sender without at": mail(From="Erika Muster"),
    "nested comments": mail(From="(" * 3000 + "a@example.org" + ")" * 3000),
    "lone quote": mail(To='"'),
    "trailing comma": mail(Cc="example@example.org,"),
    "comment as group": mail(Cc="(x): a@b.example;"),
    "encoded name": mail(From="=?utf-8?b?RXJpa2EgTcO8c3Rlcg==?= <erika@example.org>"),
    "encoded word, unknown charset": mail(Subject="=?x-unknown?q?Hei=DFes_Wasser?="),
    "encoded word, broken base64": mail(Subject="=?utf-8?b?RXJ!!a2?="),
    "encoded word, split inside a letter": mail(Subject="=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?="),
    "raw latin-1 subject": mail(Subject="Heißes Wasser".encode("latin-1")),
    "raw utf-8 subject": mail(Subject="Heißes Wasser"),
    "nul in subject": mail(Subject=b"hot\x00water"),
    "huge subject": mail(Subject="x" * 200_000),
    "many fields": mail(**{f"X-{n}": "y" for n in range(3000)}),
    "field without colon": b"From: a@example.org\nthis is no field\nSubject: s\n\nbody\n",
    "folded to the extreme": mail(Subject="\n ".join(["word"] * 500)),
    "no Message-ID": mail(Message_ID=""),
    "two Message-IDs": b"Message-ID: <other@example.org>\n" + PLAIN,
    "Exchange Message-ID": mail(Message_ID="<[b378dfc50603435b@microsoft.com]>"),
    "Message-ID without brackets": mail(Message_ID="abc@example.org"),
    "Message-ID of blanks": mail(Message_ID="   "),
    "date that is none": mail(Date="yesterday evening"),
    "date before time": mail(Date="Mon, 1 Jan 0001 00:00:00 +2359"),
    "date with absurd zone": mail(Date="Mon, 2 Nov 2026 08:15:00 +9999"),
    "date without zone": mail(Date="Mon, 2 Nov 2026 08:15:00"),
    "latin-1 labelled utf-8": mail("Grüße\n".encode("latin-1"), Content_Type="text/plain; charset=utf-8"),
    "charset that is none": mail("Grüße\n".encode(), Content_Type="text/plain; charset=klingon"),
    "charset zip": mail(b"Hello\n", Content_Type="text/plain; charset=zip"),
    "charset idna": mail(b"xn--" + b"a" * 5000 + b"\n", Content_Type="text/plain; charset=idna"),
    "charset with a nul": mail(b"Hello\n", Content_Type=b'text/plain; charset="utf\x00-8"'),
    "charset continued": mail(b"Hello\n", Content_Type="text/plain; charset*0*=utf-8''x; charset*2=%zz"),
    "starred parameter": mail(b"Hello\n", Content_Type="text/plain; name*"),
    "content type nonsense": mail(b"Hello\n", Content_Type="no/such/thing; ; ;=;"),
    "content type empty": mail(b"Hello\n", Content_Type=";"),
    "base64 broken": mail(b"SGVsbG8g!!!!d29y\n", Content_Transfer_Encoding="base64"),
    "quoted-printable broken": mail(b"Hei=DFes =\n=ZZ Wasser=", Content_Transfer_Encoding="quoted-printable"),
    "uuencode broken": mail(b"begin 666 x\nXXXX\n", Content_Transfer_Encoding="x-uuencode"),
    "encoding unknown": mail(b"Hello\n", Content_Transfer_Encoding="morse"),
    "multipart without boundary": mail(b"--XX\n\nHello\n", Content_Type="multipart/mixed"),
    "multipart never closed": mail(
        b"--XX\nContent-Type: text/plain\n\nHello\n", Content_Type="multipart/mixed; boundary=XX"
    ),
    "multipart of nothing": mail(b"", Content_Type="multipart/mixed; boundary=XX"),
    "boundary of one blank": mail(b"-- \nHello\n-- \n", Content_Type='multipart/mixed; boundary=" "'),
    "alternative": multipart(
        part(b"Plain words\n"), part(b"<p>Rich <b>words</b></p>", "text/html"), kind="alternative"
    ),
    "html alone": mail(
        b"<html><head><title>t</title><style>p{}</style></head><body><p>Dear all,</p><p>no water "
        b"since <b>Friday</b>.<br>Erika</p><ul><li>one<li>two</ul><script>alert(1)</script>"
        b"<img src=http://track.example/x.gif alt=Logo><a href='javascript:alert(1)'>x</a>"
        b"<a href=http://example.org/a>here</a></body></html>",
        Content_Type="text/html; charset=utf-8",
    ),
    "html nested beyond reason": mail(b"<div>" * 30_000 + b"deep", Content_Type="text/html"),
    "html of comments": mail(b"<!--" * 30_000 + b"x", Content_Type="text/html"),
    "html with nul": mail(b"<p>a\x00b</p>", Content_Type="text/html"),
    "attachment": multipart(
        part(b"See the photo\n"),
        part(
            PNG,
            "image/png",
            Content_Transfer_Encoding="base64",
            Content_Disposition='attachment; filename="boiler.png"',
        ),
    ),
    "attachment from another folder": multipart(
        part(b"x\n", "text/plain", Content_Disposition='attachment; filename="../../etc/passwd"')
    ),
    "attachment reads backwards": multipart(
        part(b"x\n", "application/pdf", Content_Disposition="attachment; filename*=utf-8''a%E2%80%AEfdp.exe")
    ),
    "attachment name in pieces": multipart(
        part(
            b"x\n",
            "application/pdf",
            Content_Disposition="attachment; filename*0*=utf-8''Rech; filename*1*=nung%20%C3%BC.pdf",
        )
    ),
    "attachment name encoded word": multipart(
        part(b"x\n", "application/pdf", Content_Disposition='attachment; filename="=?utf-8?q?=C3=BC.pdf?="')
    ),
    "attachment called aux with a long name": multipart(
        part(b"x\n", "application/pdf", Content_Disposition=f'attachment; filename="{"n" * 900}.pdf"')
    ),
    "winmail": multipart(
        part(b"Text\n"), part(b"\x78\x9f\x3e\x22", 'application/ms-tnef; name="winmail.dat"')
    ),
    "forwarded as attachment": multipart(part(b"See below\n"), part(PLAIN, "message/rfc822")),
    "mail in mail in mail": b"Content-Type: message/rfc822\n\n" * 900 + PLAIN,
    "multiparts nested beyond reason": b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(400)
    )
    + b"\nHello\n",
    "encrypted": multipart(
        part(b"Version: 1\n", "application/pgp-encrypted"),
        part(b"-----BEGIN PGP", "application/octet-stream"),
        kind="encrypted",
    ),
    "many parts": multipart(*[part(b"x\n", "image/gif") for _ in range(700)]),
    "bounce": BOUNCE,
    "bounce without a report": mail(
        b"The following address failed:\n  gone@example.org: 550 5.1.1 unknown\n\n"
        b"Message-ID: <notice-7@wellkept.example>\nSubject: x\n",
        From="MAILER-DAEMON@mx.example.org",
        Subject="Mail delivery failed: returning message",
        Return_Path="<>",
    ),
    "out of office": mail(
        b"I am away.\n", Auto_Submitted="auto-replied", In_Reply_To="<notice-7@wellkept.example>"
    ),
    "newsletter": mail(b"Buy!\n", List_Unsubscribe="<mailto:u@example.org>", Precedence="bulk"),
    "spam": mail(b"Win!\n", X_Spam_Flag="YES"),
    "random bytes": bytes((n * 7919 + 13) % 256 for n in range(5000)),
    "all nul": b"\x00" * 2000,
    "no line end for long": b"Subject: x\n\n" + b"a" * 3_000_000,
}
