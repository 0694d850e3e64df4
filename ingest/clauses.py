"""Where in a Swedish sentence a finite verb stands: main clause or subordinate, before or after
its subject.

No parser, but the order of words that Swedish holds to (Teleman, Hellberg & Andersson, Svenska
Akademiens grammatik, 1999, vol. 4): a subordinate clause opens with its own word, and keeps the
subject before the verb; a main clause that begins with anything else puts it after.
"""

import re

# "att" opens a clause that carries what is said, unless a preposition makes it an aim or a cause.
_OPENS = re.compile(
    r"\b(?:(?:för|så|på|om|till|av|från|genom|trots)\s+att|"
    r"(?:förväntning(?:ar|en)?|önskemål|krav|behov|möjlighet(?:er|en)?|planer)\s+(?:\w+\s+){0,4}?att|"
    r"(?:syftet|målet|avsikten|ambitionen|tanken|visionen|målsättningen)\s+(?:\w+\s+){0,4}?är\s+att|"
    r"hur|vad|vem|varför|vilk(?:en|et|a)|när|huruvida|där|som|då|eftersom|innan|"
    # Else it is a preposition: "beslut om delegering ska".
    r"(?:(?<=^)|(?<=, )|(?<=även )|(?<=oavsett ))om)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.;:?!,](?=\s)")
_FINITE = re.compile(
    r"\b(?:ska|skall|bör|kan|får|måste|är|har|finns|vill|blir|behöver|gäller|var|hade|fick|kom|"
    r"krävs|saknas|saknar|görs|ges)\b",
    re.IGNORECASE,
)
_CLEFT = re.compile(r"\bdet\s+är\s+(?:\S+\s+){1,8}$|\bär\s+(?:den|det|de)\s+$", re.IGNORECASE)
# Adverbs, and pronouns as subjects.
_PASSED = (
    r"(?:(?:inte|ej|aldrig|alltid|också|även|därför|dessutom|däremot|således|snarast|endast|bara|"
    r"enbart|ofta|normalt|alltså|dock|sedan|då|istället|själv|själva|gemensamt|tillsammans|minst|"
    r"särskilt|bland\s+annat|vid\s+behov|i\s+första\s+hand|i\s+förväg|hellre|löpande|årligen|"
    r"regelbundet|tydligt|nu|\w+(?:igt|iskt|vis)|de|den|denne|det|man|vi|hon|han)\s+)*"
)
_NEXT = re.compile(rf"[\s,]*{_PASSED}([\w-]+)", re.IGNORECASE)
_SHORT_INFINITIVES = frozenset(
    "be bli bo dö få fås ge ges gå ha le må nå nås se ses ske slå stå ta tas tro ingå uppnå bestå "
    "förstå framgå föreslå föreslås avstå avgå".split()
)
_NO_INFINITIVES = frozenset(
    "alla andra bra båda dessa egna extra flera hela många nya olika samma samtliga sina vissa "
    "hemma borta via första tre berörda svåra stora höga".split()
)


def word_after(text: str, place: int) -> tuple[str, int]:
    """The first word from a place on that is no adverb of the sentence, and where it begins."""
    match = _NEXT.match(text, place)
    return (match[1].casefold(), match.start(1)) if match else ("", place)


def is_infinitive(word: str) -> bool:
    """By its ending: "dokumentera", "dokumenteras", "ske"; not "kommunerna"."""
    if word in _SHORT_INFINITIVES:
        return True
    return word.endswith(("a", "as")) and word not in _NO_INFINITIVES and not word.endswith("rna")


def is_subordinate(text: str, start: int, end: int, *, modal: bool = True) -> bool:
    """True for a verb at text[start:end] whose clause only tells which, when, how or what for.

    Of a modal verb also what follows tells: an infinitive, or the subject of a main clause.
    """
    broken = [match.end() for match in _BREAK.finditer(text, 0, start)]
    begins = broken[-1] if broken else 0
    openings = list(_OPENS.finditer(text, begins, start))
    if not openings:
        return False
    opening = openings[-1]
    between = text[opening.end() : start]
    if _FINITE.search(between):
        return False
    relative = opening[0].casefold() == "som"
    if relative and _CLEFT.search(text[begins : opening.start()]):
        return False
    if not between.strip():
        return relative
    if relative and _begins_with_verb(between):
        return False
    return not (modal and _is_inverted(text, end))


def _begins_with_verb(words: str) -> bool:
    first = words.split(maxsplit=1)
    return bool(first) and first[0].endswith(("r", "s", "de", "it", "rt", "at"))


def _is_inverted(text: str, end: int) -> bool:
    word, _ = word_after(text, end)
    return bool(word) and not is_infinitive(word)
