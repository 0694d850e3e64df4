"""Sweden's 21 counties and 290 municipalities, and which of them a text names.

A county's name stands for its region as well, and five counties share it with a municipality:
bare "Stockholm" is any of the three, "Stockholms stad" is not "Region Stockholm".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

# Names in two words are joined by "_".
_MUNICIPALITIES = {
    county: tuple(name.replace("_", " ") for name in names.split())
    for county, names in {
        "Stockholm": "Botkyrka Danderyd Ekerö Haninge Huddinge Järfälla Lidingö Nacka Norrtälje "
        "Nykvarn Nynäshamn Salem Sigtuna Sollentuna Solna Stockholm Sundbyberg Södertälje Tyresö "
        "Täby Upplands-Bro Upplands_Väsby Vallentuna Vaxholm Värmdö Österåker",
        "Uppsala": "Enköping Heby Håbo Knivsta Tierp Uppsala Älvkarleby Östhammar",
        "Södermanland": "Eskilstuna Flen Gnesta Katrineholm Nyköping Oxelösund Strängnäs Trosa "
        "Vingåker",
        "Östergötland": "Boxholm Finspång Kinda Linköping Mjölby Motala Norrköping Söderköping "
        "Vadstena Valdemarsvik Ydre Åtvidaberg Ödeshög",
        "Jönköping": "Aneby Eksjö Gislaved Gnosjö Habo Jönköping Mullsjö Nässjö Sävsjö Tranås "
        "Vaggeryd Vetlanda Värnamo",
        "Kronoberg": "Alvesta Lessebo Ljungby Markaryd Tingsryd Uppvidinge Växjö Älmhult",
        "Kalmar": "Borgholm Emmaboda Hultsfred Högsby Kalmar Mönsterås Mörbylånga Nybro "
        "Oskarshamn Torsås Vimmerby Västervik",
        "Gotland": "Gotland",
        "Blekinge": "Karlshamn Karlskrona Olofström Ronneby Sölvesborg",
        "Skåne": "Bjuv Bromölla Burlöv Båstad Eslöv Helsingborg Hässleholm Höganäs Hörby Höör "
        "Klippan Kristianstad Kävlinge Landskrona Lomma Lund Malmö Osby Perstorp Simrishamn Sjöbo "
        "Skurup Staffanstorp Svalöv Svedala Tomelilla Trelleborg Vellinge Ystad Åstorp Ängelholm "
        "Örkelljunga Östra_Göinge",
        "Halland": "Falkenberg Halmstad Hylte Kungsbacka Laholm Varberg",
        "Västra Götaland": "Ale Alingsås Bengtsfors Bollebygd Borås Dals-Ed Essunga Falköping "
        "Färgelanda Grästorp Gullspång Göteborg Götene Herrljunga Hjo Härryda Karlsborg Kungälv "
        "Lerum Lidköping Lilla_Edet Lysekil Mariestad Mark Mellerud Munkedal Mölndal Orust "
        "Partille Skara Skövde Sotenäs Stenungsund Strömstad Svenljunga Tanum Tibro Tidaholm "
        "Tjörn Tranemo Trollhättan Töreboda Uddevalla Ulricehamn Vara Vårgårda Vänersborg Åmål "
        "Öckerö",
        "Värmland": "Arvika Eda Filipstad Forshaga Grums Hagfors Hammarö Karlstad Kil "
        "Kristinehamn Munkfors Storfors Sunne Säffle Torsby Årjäng",
        "Örebro": "Askersund Degerfors Hallsberg Hällefors Karlskoga Kumla Laxå Lekeberg "
        "Lindesberg Ljusnarsberg Nora Örebro",
        "Västmanland": "Arboga Fagersta Hallstahammar Kungsör Köping Norberg Sala "
        "Skinnskatteberg Surahammar Västerås",
        "Dalarna": "Avesta Borlänge Falun Gagnef Hedemora Leksand Ludvika Malung-Sälen Mora Orsa "
        "Rättvik Smedjebacken Säter Vansbro Älvdalen",
        "Gävleborg": "Bollnäs Gävle Hofors Hudiksvall Ljusdal Nordanstig Ockelbo Ovanåker "
        "Sandviken Söderhamn",
        "Västernorrland": "Härnösand Kramfors Sollefteå Sundsvall Timrå Ånge Örnsköldsvik",
        "Jämtland": "Berg Bräcke Härjedalen Krokom Ragunda Strömsund Åre Östersund",
        "Västerbotten": "Bjurholm Dorotea Lycksele Malå Nordmaling Norsjö Robertsfors Skellefteå "
        "Sorsele Storuman Umeå Vilhelmina Vindeln Vännäs Åsele",
        "Norrbotten": "Arjeplog Arvidsjaur Boden Gällivare Haparanda Jokkmokk Kalix Kiruna Luleå "
        "Pajala Piteå Älvsbyn Överkalix Övertorneå",
    }.items()
}
_COUNTY_OF = {name: county for county, names in _MUNICIPALITIES.items() for name in names}
_NAMES = frozenset(_COUNTY_OF) | frozenset(_MUNICIPALITIES)
# Also words, first names or surnames: only a capital or "kommun" makes them places.
_COMMON = frozenset(
    "Ale Berg Boden Dorotea Eda Flen Habo Kil Kinda Klippan Köping Lund Malå Mark Mora Nora Orsa "
    "Sala Salem Sunne Säter Tanum Trosa Vara Ydre Åre Ånge Älvdalen".split()
)
_ALIASES = {
    "Sörmland": "Södermanland",
    "Jämtland Härjedalen": "Jämtland",
    "VGR": "Västra Götaland",
    "Västragötaland": "Västra Götaland",
    "Sthlm": "Stockholm",
    "Gbg": "Göteborg",
}
_REGION_NAMES = {
    "Jämtland": "Region Jämtland Härjedalen",
    "Jönköping": "Region Jönköpings län",
    "Kalmar": "Region Kalmar län",
    "Södermanland": "Region Sörmland",
    "Västra Götaland": "Västra Götalandsregionen",
    "Örebro": "Region Örebro län",
}
_CITIES = frozenset(("Stockholm", "Göteborg", "Malmö"))
_UNDECLINED = re.compile(r"(?:[aeiouyåäösxz]|Kalmar)$")
_OF_REGION = re.compile(r"\b(?:region(?:en)?|landstinget(?: i)?)\s$", re.IGNORECASE)
_OF_COUNTY = re.compile(r"\blänsstyrelsen(?: i)?\s$", re.IGNORECASE)
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ]\w\w")
_ANY_CASE = re.compile(r"\b\w{3}")
_OPENS = re.compile(r"(?:^|[.!?:•–\n])\s*$")
_NAME_BEFORE = re.compile(r"[A-ZÅÄÖ][a-zåäö]{2,}\s$")
_NAME_AFTER = re.compile(r"\s[A-ZÅÄÖ][a-zåäö]{2,}")
# What bears a place's name without being the place.
_NAMESAKE = (
    r"(?!s? (?:universitet|högskola|tingsrätt|hovrätt|förvaltningsrätt|kammarrätt)|-?modell)"
)
_AFTER = (
    r"(?P<ending>s?(?:(?P<ofregion>-?region(?:en|ens)?)|-?bo(?:r|rna|rnas|s)?)?)\b"
    r"(?:\s(?P<body>läns?\b(?:\slandsting\w*)?|landsting\w*|kommun\w*|stad\w*|region(?:en)?\b))?"
)
_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


class Level(StrEnum):
    """What a name is said to be; ANY when it isn't said."""

    ANY = ""
    MUNICIPALITY = "kommun"
    REGION = "region"
    COUNTY = "län"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a text names it: the bare name, and what it is said to be."""

    base: str
    level: Level

    @property
    def name(self) -> str:
        """As a reader calls it: "Stockholms stad", "Region Skåne", "Skåne län", "Skåne"."""
        genitive = self.base if _UNDECLINED.search(self.base) else f"{self.base}s"
        match self.level:
            case Level.REGION:
                return _REGION_NAMES.get(self.base, f"Region {self.base}")
            case Level.COUNTY:
                return f"{genitive if self.base != 'Skåne' else self.base} län"
            case Level.MUNICIPALITY:
                return f"{genitive} {'stad' if self.base in _CITIES else 'kommun'}"
        return self.base

    @property
    def forms(self) -> tuple[str, ...]:
        """The names that mean this place; a region and its county answer for each other."""
        areas = (Level.ANY, Level.REGION, Level.COUNTY)
        towns = (Level.ANY, Level.MUNICIPALITY)
        is_shared = self.base in _MUNICIPALITIES and self.base in _COUNTY_OF
        if is_shared and (self.level is Level.ANY or self.base == "Gotland"):
            levels: tuple[Level, ...] = tuple(Level)
        elif is_shared:
            levels = towns if self.level is Level.MUNICIPALITY else areas
        else:
            levels = areas if self.base in _MUNICIPALITIES else towns
        return tuple(Place(self.base, level).name for level in levels)


def places_in(text: str) -> Iterator[Place]:
    """The places that a document names: with a capital."""
    return _places(text, _CAPITALISED)


def places_asked(question: str) -> Iterator[Place]:
    """The places that a question names: in any case, with or without å, ä and ö."""
    return _places(question, _ANY_CASE)


def is_elsewhere(name: str, other: str) -> bool:
    """False for a municipality and its county: to name one isn't to name another place."""
    one, two = _by_name()[name].base, _by_name()[other].base
    return one == two or (two != _COUNTY_OF.get(one) and one != _COUNTY_OF.get(two))


def _places(text: str, beginning: re.Pattern[str]) -> Iterator[Place]:
    end = 0
    for begins in beginning.finditer(text):
        named = _named_from(_key(begins[0]))
        match = named.match(text, begins.start()) if named and begins.start() >= end else None
        if match:
            base = _base(match["name"])
            if base not in _COMMON or _is_a_name(match):
                end = match.end()
                yield Place(base, _level(match, base))


def _level(match: re.Match[str], base: str) -> Level:
    before = match.string[max(0, match.start() - 16) : match.start()]
    body = (match["body"] or "").lower()
    if base in _MUNICIPALITIES:
        if _OF_REGION.search(before) or match["ofregion"] or re.search("landsting|region", body):
            return Level.REGION
        if body.startswith("län") or _OF_COUNTY.search(before):
            return Level.COUNTY
    is_municipal = base in _COUNTY_OF and body.startswith(("kommun", "stad"))
    # "Skåne kommuner" and "Stockholms kommuner" are the county's.
    return Level.MUNICIPALITY if is_municipal and body[-2:] not in ("er", "na") else Level.ANY


def _is_a_name(match: re.Match[str]) -> bool:
    """True for "Marks kommun" and "i Mark", not for "mark", "Mark är" or "Eva Mark"."""
    if (match["body"] or "").lower().startswith("kommun"):
        return True
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not match["name"][0].isupper() or _NAME_BEFORE.search(before) or _NAME_AFTER.match(after):
        return False
    return not _OPENS.search(before) or bool(re.match(r"\s+\d", after))


def _base(name: str) -> str:
    """As spelled when there is such a name: Håbo is not Habo."""
    lower = re.sub(r"[\s-]+", " ", name).lower()
    return _bases().get(lower) or _bases()[lower.translate(_PLAIN)]


@cache
def _by_name() -> dict[str, Place]:
    places = (Place(base, level) for base in _NAMES for level in Level)
    return {place.name: place for place in places}


@cache
def _bases() -> dict[str, str]:
    names = {name: name for name in _NAMES} | _ALIASES
    lower = {name.replace("-", " ").lower(): base for name, base in names.items()}
    return {name.translate(_PLAIN): base for name, base in lower.items()} | lower


def _key(beginning: str) -> str:
    return beginning.lower().translate(_PLAIN)


def _named_from(key: str) -> re.Pattern[str] | None:
    """The names that begin with these three letters: one alternation of all would be slow to
    match, and all of these at once are slow to compile."""
    names = _spellings().get(key)
    return _pattern(names) if names else None


@cache
def _spellings() -> dict[str, frozenset[str]]:
    spellings: dict[str, set[str]] = {}
    for name in (*_NAMES, *_ALIASES):
        spellings.setdefault(_key(name[:3]), set()).update((name, name.translate(_PLAIN)))
    return {key: frozenset(names) for key, names in spellings.items()}


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    spelled = "|".join(re.sub(r"[ -]", r"[\\s-]", name) for name in ordered)
    return re.compile(rf"(?P<name>{spelled}){_NAMESAKE}{_AFTER}", re.IGNORECASE)
