"""What looks like the name of a person: a usual first name and another name after it, or a name
that ends as Swedish surnames do."""

import re
from collections.abc import Iterator

_LETTERS = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
_PART = r"(?: (?:von|af|de|van|el|al|bin))?"
_WORD = re.compile(_LETTERS)
_ROW = re.compile(rf"{_LETTERS}(?:{_PART},? {_LETTERS}){{0,3}}")

# Those that most people in Sweden have, of all ages and origins.
FIRST_NAMES = frozenset(
    """
    adam agneta ahmad ahmed aina ake albert alexander alexandra alf alfred ali alice alicia allan
    alma alva amanda amina amir anders andreas anette anita anna anneli annelie annette annica
    annika ann anton arne aron arvid astrid axel barbro bengt benjamin berit bernt bertil birger
    birgit birgitta bjorn björn bo börje brita britt britta camilla carin carina carl carolina
    caroline catarina catharina cecilia charlie charlotta charlotte christer christian christina
    christoffer claes daniel david dennis ebba edith edvin einar elena eleonora elias elin elina
    elisabet elisabeth ella ellen ellinor elsa elsie elvira emelie emil emilia emma erik erika
    erland ester eva evelina evert fabian fadi fatima felicia felix filip folke frans fredrik
    freja frida fredrika gabriel gabriella georg gerd gerda gerhard gert göran görel gösta greta
    gudrun gun gunborg gunilla gunnar gunnel gunvor gustaf gustav hanna hannah hanne hans harald
    harry hasan hassan hedda hedvig helen helena helene helga helge helmer henrik henry herman
    hilda hilma hjalmar holger hugo hussein håkan ibrahim ida inga ingalill ingela inger ingmar
    ingrid ingvar irene iris irma isabella isabelle isak ismail ivan ivar jakob jan jana janina
    jasmine jennie jenny jens jesper jessica jimmy joakim joel johan johanna johannes john jon
    jonas jonatan jonathan josef josefin josefine joseph julia julie karim karin karl karolina
    katarina katja kenneth kent kerstin kevin khaled khalid kjell klara klas kristian kristina
    kristoffer kurt lars lea leif lena lennart leo leon lilian lilly linda linn linnea linnéa
    linus lisa lisbeth liv lotta louise love lovisa lucas ludvig lukas lydia magdalena magnus maj
    maja malin maria mariam marianne marie marina markus marcus martin mary matilda mats mattias
    maya max maximilian melissa melker mia michael mikael milo mimmi mira miriam mohamad mohamed
    mohammad mohammed moa mona monica monika morgan muhammad mustafa märta nadia nancy natalia
    nathalie nicklas niclas niklas nicole nils nina noah noel nora nour olga oliver olivia olle
    olof ola omar oscar oskar otto ove patricia patrik paul paulina per pernilla peter petra petter
    pia pontus rasmus rebecka reza richard rickard robert robin roger roland rolf ronja rosa rune
    ruth sally sam samuel sandra sanna sara sarah sebastian selma signe sigrid sigurd simon siri
    siv sofia sofie solveig sonja staffan stefan stella sten stig stina stella sture sune susanna
    susanne svante sven svea sylvia sölve tage tage tarek theo therese therés thea theodor thomas
    tilda tilde tim timo tina tobias tom tomas tommy tor torbjörn tord tore torgny torsten tova
    tove tuva tyra ulf ulla ulrica ulrika urban ursula valdemar valter vendela vera verner victor
    victoria vidar vilhelm viktor viktoria vilma vincent viola vivianne waleed wilhelm william
    wilma yasmin yngve youssef yusuf yvonne zahra zainab zara åke åsa örjan östen
    """.split()
)
_SURNAME = re.compile(
    r".{2,}(?:sson|[kq]vist|ström|gren|lund|berg|bergh|dahl|lind|holm|stedt)|lind"
)
_PLAIN_SURNAMES = frozenset(
    """
    ali ahmed hassan hussein mohamed ibrahim nguyen holm lind lund berg dahl ek sjö ström falk
    björk björklund engström hedlund norén nordin axén lundin sandin wallin hedin melin sundin
    bergman lindman ekman forsman åkerman nyman norman hallén wahlén nilsen hansen larsen jensen
    eriksen olsen pedersen
    """.split()
)
# They begin names of places and organisations that end as surnames do.
_NO_FIRST_NAME = frozenset(
    """
    region kommun vårdcentral vårdcentralen sjukhuset norra södra östra västra nya gamla stora lilla
    övre nedre sankt stockholm göteborg malmö direktör doktor professor patienten patient
    """.split()
)


def names_in(text: str, *, single: bool = False) -> Iterator[tuple[int, int]]:
    """Where a likely name begins and ends; `single` takes a first name by itself too, and any two
    words in capitals."""
    for row in _ROW.finditer(text):
        words = [(found.start(), found.end()) for found in _WORD.finditer(row[0])]
        first = 0
        while first < len(words):
            last = _last_word(row[0], words, first, single)
            if last is None:
                first += 1
                continue
            yield row.start() + words[first][0], row.start() + words[last][1]
            first = last + 1


def _last_word(text: str, words: list[tuple[int, int]], first: int, single: bool) -> int | None:
    """Which word ends the name that begins with one, if a name begins there."""
    one = _word(text, words, first)
    last = first
    while last + 1 < len(words) and _goes_on(one, _word(text, words, last + 1)):
        last += 1
    others = [_word(text, words, number) for number in range(first + 1, last + 1)]
    known = one.casefold() in FIRST_NAMES
    if others and (known or _is_named_so(one, others, single)):
        return last
    if _is_turned(text, words, first):
        return first + 1
    return first if known and single and one[0].isupper() else None


def _word(text: str, words: list[tuple[int, int]], number: int) -> str:
    start, end = words[number]
    return text[start:end]


def _goes_on(one: str, word: str) -> bool:
    """Small letters go on only with what can be nothing but a name."""
    if one[0].isupper():
        return word[0].isupper()
    return one.casefold() in FIRST_NAMES and _is_surname(word)


def _is_named_so(one: str, others: list[str], single: bool) -> bool:
    if one.casefold() in _NO_FIRST_NAME or not one[0].isupper():
        return False
    return single or _is_surname(others[-1])


def _is_turned(text: str, words: list[tuple[int, int]], first: int) -> bool:
    """ "Andersson, Anna"."""
    if first + 1 == len(words) or "," not in text[words[first][1] : words[first + 1][0]]:
        return False
    return _word(text, words, first + 1).casefold() in FIRST_NAMES and _is_surname(
        _word(text, words, first)
    )


def _is_surname(word: str) -> bool:
    small = word.casefold()
    return small in _PLAIN_SURNAMES or bool(_SURNAME.fullmatch(small))
