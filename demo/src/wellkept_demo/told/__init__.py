"""The journeys that a newcomer sees first. Each shows something that a company knows from its own life."""

from __future__ import annotations

from wellkept_demo.cast import Somebody
from wellkept_demo.hero import Hero, live
from wellkept_demo.told.coolers import brauhaus, wiese
from wellkept_demo.told.energy import haus_am_see, holm, mertens, nguyen
from wellkept_demo.told.kitchens import cafe_blau, lindner
from wellkept_demo.told.knowing import tell as know
from wellkept_demo.told.lines import okafor, regenbogen, stadtbuecherei, vu
from wellkept_demo.told.others import radkurier, reuter, schule

__all__ = ["HEROES", "know", "live"]


def _they(
    name: str, kind: str, contact: str, role: str, mail: str, phone: str, street: str, postcode: str, city: str, language: str = "en"
) -> Somebody:  # fmt: skip
    return Somebody(name, kind, contact, role, mail, phone, language, street, postcode, city)


HEROES = (
    Hero(_they("Bäckerei Lindner", "bakery", "Petra Lindner", "Owner", "petra@baeckerei-lindner.example", "+49 341 555 0142", "Elmenstraße 14", "04177", "Leipzig"), 15, lindner),
    Hero(_they("Praxis Dr. Okafor", "clinic", "Dr. Chidi Okafor", "Doctor", "okafor@praxis-okafor.example", "0341 5550177", "Georg-Schwarz-Straße 51", "04177", "Leipzig"), 17, okafor),
    Hero(_they("Haus am See", "hotel", "Henrike Storm", "Owner", "henrike@haus-am-see.example", "034203 55520", "Uferweg 3", "04442", "Zwenkau"), 4, haus_am_see),
    Hero(_they("Mertens Druck", "workshop", "Jörg Mertens", "Owner", "j.mertens@mertens-druck.example", "0341 5550119", "Industriestraße 88", "04229", "Leipzig"), 7, mertens),
    Hero(_they("Café Blau", "restaurant", "Malte Grün", "Owner", "malte@cafe-blau.example", "0151 55500081", "Karl-Heine-Straße 27", "04229", "Leipzig"), 10, cafe_blau),
    Hero(_they("Gärtnerei Holm", "farm", "Inken Holm", "Owner", "inken@gaertnerei-holm.example", "034205 55512", "Am Anger 6", "04420", "Markranstädt"), 216, holm),
    Hero(_they("Stadtbücherei Wurzen", "library", "Margarete Rauch", "Librarian", "rauch@stadtbuecherei-wurzen.example", "03425 55540", "Domgasse 2", "04808", "Wurzen"), 18, stadtbuecherei),
    Hero(_they("Kita Regenbogen", "school", "Jule Hansen", "Headmistress", "jule@kita-regenbogen.example", "0341 5550166", "Aurelienstraße 30", "04177", "Leipzig"), 20, regenbogen),
    Hero(_they("Grundschule am Park", "school", "Gesine Petzold", "Schulleiterin", "petzold@grundschule-am-park.example", "0341 5550155", "Schulgasse 9", "04416", "Markkleeberg", "de"), 25, schule),
    Hero(_they("Familie Nguyen", "home", "Nguyen Thi Mai", "", "mai.nguyen@mail.example", "0176 55500119", "Gartenweg 12", "04425", "Taucha", "de"), 8, nguyen),
    Hero(_they("Zahnarztpraxis Vu", "clinic", "Dr. Lan Vu", "Doctor", "vu@zahnarzt-vu.example", "0341 5550133", "Jahnallee 66", "04109", "Leipzig"), 1, vu),
    Hero(_they("Brauhaus Alte Brücke", "restaurant", "Hagen Vollrath", "Owner", "hagen@alte-bruecke.example", "0341 5550188", "Brückenstraße 1", "04275", "Leipzig"), 22, brauhaus),
    Hero(_they("Hofladen Wiese", "farm", "Imke Wiese", "Owner", "imke@hofladen-wiese.example", "034206 55533", "Wiesenring 4", "04668", "Grimma"), 61, wiese),
    Hero(_they("Kanzlei Reuter", "office", "Adele Reuter", "Partner", "reuter@kanzlei-reuter.example", "0341 5550199", "Nikolaistraße 20", "04109", "Leipzig"), 11, reuter),
    Hero(_they("Radkurier Süd", "office", "Timo Jansen", "Managing director", "timo@radkurier-sued.example", "0341 5550121", "Bornaische Straße 43", "04277", "Leipzig"), 13, radkurier),
)  # fmt: skip
