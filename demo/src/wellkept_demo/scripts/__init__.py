"""Scripted journeys, which a newcomer sees first. Each shows a situation that every company knows."""

from __future__ import annotations

from wellkept_demo.scripted_journey import ScriptedJourney, run_script
from wellkept_demo.scripts.energy import haus_am_see, holm, mertens, nguyen, radkurier
from wellkept_demo.scripts.kitchens import cafe_blau, lindner, schule
from wellkept_demo.scripts.networks import okafor, regenbogen, reuter, stadtbuecherei, vu
from wellkept_demo.scripts.refrigeration import brauhaus, wiese
from wellkept_demo.stories import Profile

__all__ = ["JOURNEYS", "run_script"]


JOURNEYS = (
    ScriptedJourney(Profile("Bäckerei Lindner", "bakery", "Petra Lindner", "Owner", "petra@baeckerei-lindner.example", "+49 341 555 0142", "Elmenstraße 14", "04177", "Leipzig"), 15, lindner),
    ScriptedJourney(Profile("Praxis Dr. Okafor", "clinic", "Dr. Chidi Okafor", "Doctor", "okafor@praxis-okafor.example", "0341 5550177", "Georg-Schwarz-Straße 51", "04177", "Leipzig"), 17, okafor),
    ScriptedJourney(Profile("Haus am See", "hotel", "Henrike Storm", "Owner", "henrike@haus-am-see.example", "034203 55520", "Uferweg 3", "04442", "Zwenkau"), 4, haus_am_see),
    ScriptedJourney(Profile("Mertens Druck", "workshop", "Jörg Mertens", "Owner", "j.mertens@mertens-druck.example", "0341 5550119", "Industriestraße 88", "04229", "Leipzig"), 7, mertens),
    ScriptedJourney(Profile("Café Blau", "restaurant", "Malte Grün", "Owner", "malte@cafe-blau.example", "0151 55500081", "Karl-Heine-Straße 27", "04229", "Leipzig"), 10, cafe_blau),
    ScriptedJourney(Profile("Gärtnerei Holm", "farm", "Inken Holm", "Owner", "inken@gaertnerei-holm.example", "034205 55512", "Am Anger 6", "04420", "Markranstädt"), 216, holm),
    ScriptedJourney(Profile("Stadtbücherei Wurzen", "library", "Margarete Rauch", "Librarian", "rauch@stadtbuecherei-wurzen.example", "03425 55540", "Domgasse 2", "04808", "Wurzen"), 18, stadtbuecherei),
    ScriptedJourney(Profile("Kita Regenbogen", "school", "Jule Hansen", "Headmistress", "jule@kita-regenbogen.example", "0341 5550166", "Aurelienstraße 30", "04177", "Leipzig"), 20, regenbogen),
    ScriptedJourney(Profile("Grundschule am Park", "school", "Gesine Petzold", "Schulleiterin", "petzold@grundschule-am-park.example", "0341 5550155", "Schulgasse 9", "04416", "Markkleeberg", "de"), 25, schule),
    ScriptedJourney(Profile("Familie Nguyen", "home", "Nguyen Thi Mai", "", "mai.nguyen@mail.example", "0176 55500119", "Gartenweg 12", "04425", "Taucha", "de"), 8, nguyen),
    ScriptedJourney(Profile("Zahnarztpraxis Vu", "clinic", "Dr. Lan Vu", "Doctor", "vu@zahnarzt-vu.example", "0341 5550133", "Jahnallee 66", "04109", "Leipzig"), 1, vu),
    ScriptedJourney(Profile("Brauhaus Alte Brücke", "restaurant", "Hagen Vollrath", "Owner", "hagen@alte-bruecke.example", "0341 5550188", "Brückenstraße 1", "04275", "Leipzig"), 22, brauhaus),
    ScriptedJourney(Profile("Hofladen Wiese", "farm", "Imke Wiese", "Owner", "imke@hofladen-wiese.example", "034206 55533", "Wiesenring 4", "04668", "Grimma"), 61, wiese),
    ScriptedJourney(Profile("Kanzlei Reuter", "office", "Adele Reuter", "Partner", "reuter@kanzlei-reuter.example", "0341 5550199", "Nikolaistraße 20", "04109", "Leipzig"), 11, reuter),
    ScriptedJourney(Profile("Radkurier Süd", "office", "Timo Jansen", "Managing director", "timo@radkurier-sued.example", "0341 5550121", "Bornaische Straße 43", "04277", "Leipzig"), 13, radkurier),
)  # fmt: skip
