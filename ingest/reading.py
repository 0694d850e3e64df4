"""How a file was read, in figures: what the operator is told after an ingest."""

from collections import Counter
from dataclasses import dataclass

from ingest.covering import personal_data_of
from ingest.document import ANSWERING, Content, PersonalDataOnPage, Reason, Remark, Role
from ingest.uncovered import uncovered


@dataclass(frozen=True, slots=True)
class LeftOutCount:
    """In how many places text was left out for a reason, and how many letters it was."""

    reason: Reason
    places: int
    characters: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """How many passages are in a role that answers nothing."""

    role: Role
    passages: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`lost` counts the letters that are in no passage and not accounted for either."""

    pages: int
    recognised: int
    left_out: tuple[LeftOutCount, ...]
    set_aside: tuple[SetAside, ...]
    lost: int
    remarks: tuple[Remark, ...]
    personal_data: tuple[PersonalDataOnPage, ...] = ()


def reading_of(content: Content) -> Reading:
    roles = Counter(passage.role for passage in content.passages)
    return Reading(
        pages=len(content.pages),
        recognised=sum(page.recognised for page in content.pages),
        left_out=_left_out(content),
        set_aside=tuple(
            SetAside(role, roles[role]) for role in Role if roles[role] and role not in ANSWERING
        ),
        lost=_lost(content),
        remarks=content.remarks,
        personal_data=personal_data_of(content),
    )


def _left_out(content: Content) -> tuple[LeftOutCount, ...]:
    texts = {page.number: page.text for page in content.pages}
    places: Counter[Reason] = Counter()
    characters: Counter[Reason] = Counter()
    for left in content.left_out:
        places[left.reason] += 1
        words = texts[left.page][left.start : left.end].split()
        characters[left.reason] += sum(map(len, words))
    return tuple(
        LeftOutCount(reason, places[reason], characters[reason])
        for reason in Reason
        if places[reason]
    )


def _lost(content: Content) -> int:
    texts = {page.number: page.text for page in content.pages}
    return sum(
        sum(character.isalnum() for character in texts[number][start:end])
        for number, page in uncovered(content).items()
        for start, end in page.lost
    )
