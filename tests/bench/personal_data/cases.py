"""Sentences with one number in each: of a person, or another."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.bench.personal_data.numbers import coordination, over_hundred, personal, reserve, written
from tests.bench.personal_data.others import other

_SENTENCES = (
    "Patienten {} bor på Solgläntan.",
    "Vad gäller för {}?",
    "{}",
    "pnr:{}, vad ska jag göra",
    "pnr {} dement sen 2019",
    "Hej! Har en kvinna ({}) som är 82 år.",
    "Personnummer: {}.",
    "Född {}; inskriven 2021-03-04.",
    "Sidan 45 i journalen: {}, se även bilaga 3",
    "vem ansvarar för {} när hon skrivs ut",
    "mannen,{},ska flytta till avdelning 12",
    "Beslutet avser {}\noch gäller från 2024-01-01.",
    '"{}" enligt 12 kap. 3 § lagen (2017:30)',
    "[{}] ringer från 08-123 45 67",
    "17,{},avd 3",
    "{};Anna;inskriven",
    "pid={}",
    "1.2.752.129.2.1.3.1.{}",
    "Anhörig till {} undrar om biståndsbeslutet 2023/117.",
)
_OTHER_SENTENCES = (
    "Se {} för mer.",
    "Enligt {} ska kommunen svara.",
    "{}",
    "Vad säger {}?",
    "Totalt {} under året.",
    "Uppgiften ({}) gäller hela länet.",
    "Rapporten\n{}\npublicerades av nämnden.",
    "Källa: {}.",
)
# A word for what it is would tell what these numbers are not.
_PERSONAL = 0.6
_COORDINATION = 0.2
_OVER_HUNDRED = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """text[start:end] is the number; `kind` is what a person's is called, None for others."""

    text: str
    start: int
    end: int
    kind: str | None
    way: str


def cases(count: int, seed: int) -> Iterator[Case]:
    """As many of persons as of others."""
    random = Random(seed)
    for number in range(count):
        yield _of_other(random) if number % 2 else _of_person(random)


def _of_person(random: Random) -> Case:
    chance = random.random()
    if chance < _PERSONAL:
        kind, (way, number) = "personnummer", written(random, personal(random))
    elif chance < _PERSONAL + _COORDINATION:
        kind, (way, number) = "samordningsnummer", written(random, coordination(random))
    elif chance < _PERSONAL + _COORDINATION + _OVER_HUNDRED:
        kind, way, number = "personnummer", "plustecken", over_hundred(random)
    else:
        kind, (way, number) = "reservnummer", reserve(random)
    return _set(random.choice(_SENTENCES), number, kind, way)


def _of_other(random: Random) -> Case:
    way, number = other(random)
    return _set(random.choice(_OTHER_SENTENCES), number, None, way)


def _set(sentence: str, number: str, kind: str | None, way: str) -> Case:
    start = sentence.index("{}")
    return Case(sentence.format(number), start, start + len(number), kind, way)
