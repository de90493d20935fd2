"""Mail that is on no journey: some waits in Intake, some was set aside by a person or a rule."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from wellkept.intake.commands import items
from wellkept.intake.commands.store_mail import store
from wellkept.intake.models import Message
from wellkept.kernel import clock
from wellkept_demo import working_hours
from wellkept_demo.arrival import receive
from wellkept_demo.simulation import Process, Simulation, World

# Hours ago, mailbox, sender, subject, text, and why a person set it aside (empty: nobody did).
MAILS = (
    (1.2, "office", "Rosa Lindqvist <rosa@glaserei-lindqvist.example>", "Light in the shop window",
     "Hello,\n\nthe light in our shop window has flickered since the storm, and last night it stayed on until four. Is that something for you?\n\nRosa Lindqvist\nGlaserei Lindqvist, Odermannstraße 8\n0341 5550271", ""),
    (3.1, "service", "Karsten Dohle <k.dohle@mail.example>", "Rechnung doppelt?",
     "Guten Tag,\n\nich habe zwei Schreiben mit demselben Betrag bekommen. Ist das eine Mahnung oder ein Versehen?\n\nMit freundlichen Grüßen\nKarsten Dohle", ""),
    (5.4, "office", "Anneliese Roth <anneliese.roth@mail.example>", "frage",
     "guten tag meine enkelin hat gesagt ich soll hier schreiben. die steckdose in der küche ist warm. ist das schlimm. telefon 0341 5550299 ich bin immer da", ""),
    (26.0, "office", "Einkauf Stadtwerke Borna <einkauf@stadtwerke-borna.example>", "Anfrage 26-3319: Unterverteilung Pumpwerk",
     "Sehr geehrte Damen und Herren,\n\nbitte nennen Sie uns bis Monatsende einen Preis für eine Unterverteilung laut Anlage.\n\nStadtwerke Borna, Einkauf", ""),
    (52.0, "office", "SEO Rocket <hello@seo-rocket.example>", "Your website is losing customers",
     "Hi there, I looked at your website and found 14 mistakes. Can we talk?", "Advertising"),
    (120.0, "office", "Praktikum <lea.winter@mail.example>", "Praktikum im Februar",
     "Hallo, ich bin 15 und suche ein Praktikum für zwei Wochen im Februar. Ich kann gut löten.\n\nLea Winter", "Passed on to Katrin, who will answer Lea herself"),
    (168.4, "office", "Messe News <news@messe-news.example>", "Your free ticket",
     "Only this week: your free ticket for the trade fair.", ""),
    (171.0, "info", "Großhandel Elektro <angebote@messe-news.example>", "Nur diese Woche: 12 % auf Kabelrinnen",
     "Unser Messeangebot geht in die Verlängerung.\n\nWenn Sie keine Nachrichten mehr möchten, antworten Sie mit STOPP.", ""),
    (420.0, "office", "Versand <noreply@paketdienst.example>", "Ihr Paket kommt heute",
     "Ihr Paket kommt heute zwischen 10 und 12 Uhr.", "A parcel of our own"),
)  # fmt: skip


def add(world: World) -> None:
    """Add each mail at its hour, once."""
    for number, (hours, mailbox, sender, title, text, reason) in enumerate(reversed(MAILS)):
        at = world.today - timedelta(hours=hours)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, f"{mailbox}@lindenau.example", title
        mail["Date"] = format_datetime(at - timedelta(seconds=11))
        mail["Message-ID"] = f"<unassigned-{number}@lindenau.example>"
        mail.set_content(text + "\n")
        if Message.objects.filter(message_id__contains=f"unassigned-{number}@").exists():
            continue
        with clock.at(at):
            message = store(mail.as_bytes()).message
        sim = Simulation(world, key=title, begins=at)
        sim.run(_receive(sim, message, reason))


def _receive(sim: Simulation, message: int, reason: str) -> Process:
    """File the mail. With a reason its handler sets it aside."""
    yield sim.wait(seconds=2)
    item = receive(sim, message)
    if item is None or not reason:
        return
    yield sim.wait_until(working_hours.add_hours(sim.now, 1.5))
    handler = sim.staff.present(sim.staff.keys[item.handler_id], sim.now)
    sim.do(items.set_aside, item=item.pk, reason=reason, by=sim.actor(handler))
