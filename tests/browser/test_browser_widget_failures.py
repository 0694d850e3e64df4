"""The chat against servers that are slow, gone, refuse, break off or send strange things."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chat import opened
from tests.intranet import address
from tests.moody_server import HOSTILE, LONG_WORD, Moods, moody_app
from tests.serving import running

_AGAIN = "Försök igen"
_SLOW_MS = 6_000
_LONGEST_MS = 60_000
_PARTIAL = "Svaret bröts av innan det var klart. Det som visas är inte hela svaret."


@pytest.fixture
def page_address(intranet: str, moody_server: str) -> str:
    return address(intranet, moody_server)


def test_slow_answer_is_told_of(page: Page, page_address: str, moods: Moods) -> None:
    page.clock.install()
    chat = opened(page, page_address)
    chat.ask("vänta")
    expect(chat.turns).to_contain_text("Söker i dokumenten")
    page.clock.fast_forward(_SLOW_MS)
    expect(chat.turns).to_contain_text("Det tar längre tid än vanligt.")
    expect(chat.status).to_contain_text("Det tar längre tid än vanligt.")
    moods.gate.set()
    expect(chat.sentences).to_contain_text("Ett sent svar.")
    expect(page.get_by_text("Det tar längre tid")).to_have_count(0)


def test_answer_that_never_comes_is_given_up(page: Page, page_address: str) -> None:
    page.clock.install()
    chat = opened(page, page_address)
    chat.ask("vänta")
    page.clock.fast_forward(_LONGEST_MS)
    expect(chat.alert).to_have_text("Svaret tog för lång tid och avbröts.")
    expect(chat.button(_AGAIN)).to_be_visible()


def test_sentences_show_before_the_answer_is_whole(
    page: Page, page_address: str, moods: Moods
) -> None:
    chat = opened(page, page_address)
    chat.ask("halv")
    expect(chat.sentences).to_have_text(["Första.1"])
    expect(chat.turns).to_contain_text("Söker i dokumenten")
    expect(chat.status).not_to_contain_text("Första.")
    moods.gate.set()
    expect(chat.sentences).to_have_text(["Första.1", "Andra.2"])
    expect(chat.status).to_have_text("Första. Andra. 2 källor.")


def test_late_answer_never_shows(page: Page, page_address: str, moods: Moods) -> None:
    chat = opened(page, page_address)
    chat.ask("vänta")
    chat.ask("snabb")
    expect(chat.sentences).to_have_text(["Ett snabbt svar.1"])
    expect(chat.turns.first).to_contain_text("Frågan avbröts.")
    moods.gate.set()
    chat.ask("snabb")
    expect(chat.sentences).to_have_text(["Ett snabbt svar.1"] * 2)
    assert moods.asked == ["vänta", "snabb", "snabb"]


def test_new_question_takes_back_what_has_come_of_the_old(page: Page, page_address: str) -> None:
    chat = opened(page, page_address)
    chat.ask("halv")
    expect(chat.sentences).to_have_text(["Första.1"])
    chat.ask("snabb")
    expect(chat.sentences).to_have_text(["Ett snabbt svar.1"])
    expect(chat.alert).to_have_count(0)


def test_clearing_stops_the_answer_under_way(page: Page, page_address: str, moods: Moods) -> None:
    chat = opened(page, page_address)
    chat.ask("halv")
    expect(chat.sentences).to_have_count(1)
    chat.button("Rensa samtalet").click()
    moods.gate.set()
    chat.ask("snabb")
    expect(chat.sentences).to_have_text(["Ett snabbt svar.1"])
    expect(chat.turns).to_have_count(1)


def test_answer_without_its_end_is_marked(page: Page, page_address: str) -> None:
    chat = opened(page, page_address)
    chat.ask("bryts")
    expect(chat.alert).to_have_text(_PARTIAL)
    expect(chat.sentences).to_contain_text("Ett halvt svar.")


def test_answer_is_marked_when_the_server_dies_in_it(
    page: Page, page_address: str, moods: Moods
) -> None:
    chat = opened(page, page_address)
    chat.ask("dör")
    expect(chat.sentences).to_contain_text("Ett halvt svar.")
    moods.gate.set()
    expect(chat.alert).to_have_text(_PARTIAL)
    expect(chat.sentences).to_contain_text("Ett halvt svar.")


@pytest.mark.parametrize("question", ["tom", "strunt"])
def test_stream_without_an_answer_is_a_failure(
    question: str, page: Page, page_address: str
) -> None:
    chat = opened(page, page_address)
    chat.ask(question)
    expect(chat.alert).to_have_text("Svaret bröts av innan det var klart.")


def test_asking_again_replaces_the_failure(page: Page, page_address: str, moods: Moods) -> None:
    chat = opened(page, page_address)
    chat.ask("bryts")
    expect(chat.alert).to_be_visible()
    moods.answers["bryts"] = moods.answers["snabb"]
    chat.button(_AGAIN).click()
    expect(chat.sentences).to_have_text(["Ett snabbt svar.1"])
    expect(chat.turns).to_have_count(1)
    expect(chat.alert).to_have_count(0)
    expect(chat.field).to_be_focused()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("status 403", "Den här webbplatsen får inte ställa frågor till Belägg."),
        ("status 422", "Frågan är för lång."),
        ("status 429 30", "Belägg får många frågor just nu. Försök igen om 30 sekunder."),
        ("status 503", "Belägg är inte redo att svara just nu. Försök igen om en stund."),
        ("status 500", "Frågan är för lång."),
        ("html", "Svaret kom inte från Belägg."),
        ("okänd", "Något gick fel hos Belägg."),
    ],
)
def test_refused_request_is_told_of(
    question: str, told: str, page: Page, page_address: str
) -> None:
    chat = opened(page, page_address)
    chat.ask(question)
    expect(chat.alert).to_contain_text(told)
    expect(chat.button(_AGAIN)).to_be_visible()


def test_server_that_is_gone_is_told_of(page: Page, intranet: str, moods: Moods) -> None:
    with running(moody_app(moods)) as server:
        chat = opened(page, address(intranet, server))
    chat.ask("snabb")
    expect(chat.alert).to_contain_text("Det går inte att nå Belägg just nu.")


def test_a_question_waits_for_no_warning_that_does_not_come(page: Page, page_address: str) -> None:
    page.clock.install()
    held: list[Route] = []
    page.route("**/personuppgifter.js", lambda route: held.append(route))
    chat = opened(page, page_address)
    chat.ask("snabb")
    expect(chat.turns.get_by_role("heading", level=3)).to_have_count(0)
    assert held
    page.clock.fast_forward(_SLOW_MS)
    expect(chat.sentences).to_contain_text("Ett snabbt svar.")


def test_a_question_is_asked_where_the_warning_is_not_let_in(page: Page, page_address: str) -> None:
    page.route("**/personuppgifter.js", lambda route: route.abort())
    chat = opened(page, page_address)
    chat.ask("snabb")
    expect(chat.sentences).to_contain_text("Ett snabbt svar.")


def test_events_are_read_however_their_bytes_are_parted(page: Page, page_address: str) -> None:
    chat = opened(page, page_address)
    chat.ask("bytevis")
    expect(chat.sentences).to_have_text(["Å, ä och ö kom fram hela.1"])
    expect(chat.alert).to_have_count(0)


def test_hostile_text_is_text(page: Page, page_address: str) -> None:
    page.on("dialog", lambda dialog: (_ for _ in ()).throw(AssertionError(dialog.message)))
    chat = opened(page, page_address)
    chat.ask("fientlig")
    expect(chat.sentences.locator("bdi")).to_have_text(HOSTILE)
    expect(chat.sources.locator(".titel")).to_have_text(HOSTILE)
    expect(page.locator("belagg-chatt article :is(img, script)")).to_have_count(0)


def test_marks_of_direction_turn_only_their_own_text(page: Page, page_address: str) -> None:
    chat = opened(page, page_address)
    chat.ask("fientlig")
    ours = chat.sources.locator(".ursprung span").first
    expect(ours).to_have_text("· 2024 · s. ii (sida 4 i filen)")
    assert ours.evaluate(
        """ours => {
          const left = (from, to) => {
            const range = new Range();
            range.setStart(ours.firstChild, from);
            range.setEnd(ours.firstChild, to);
            return range.getBoundingClientRect().left;
          };
          const end = ours.textContent.length;
          return left(0, 1) < left(end - 1, end);
        }"""
    )


def test_word_without_end_breaks(page: Page, page_address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    chat = opened(page, page_address)
    chat.ask("lång")
    expect(chat.sentences.locator("bdi")).to_have_text(LONG_WORD)
    log = page.get_by_role("log")
    assert log.evaluate("log => log.scrollWidth <= log.clientWidth")


def test_only_pages_of_the_server_are_linked(page: Page, page_address: str) -> None:
    chat = opened(page, page_address)
    chat.ask("adresser")
    expect(chat.sources).to_have_count(4)
    expect(chat.sources.get_by_role("link")).to_have_count(0)
