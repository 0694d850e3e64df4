"""Personal data in a question is hidden before anything else sees it, and the asker is told."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import pytest

from server.errors import InvalidRequestError
from server.masking import masked, masked_in, sought
from server.service import Service
from tests.personal_numbers import written
from tests.test_cli import belagg

NUMBER = "19121212-1212"
ASKED = "Vem ansvarar för delegering till {}?"
SHOWN = "Vem ansvarar för delegering till ••••••••-••••?"
TOLD = "Frågan innehöll ett personnummer."


@pytest.fixture(scope="module")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60) as client:
        yield client


def test_a_number_gives_way_to_a_shape_that_tells_its_kind() -> None:
    assert masked(ASKED.format(NUMBER)) == SHOWN
    [hidden] = masked_in(SHOWN)
    assert (hidden.kind, hidden.count) == ("personnummer", 1)
    assert hidden.message.startswith(TOLD)


def test_several_are_counted_by_kind() -> None:
    chance = Random(7)
    typed = f"{written(chance)} och {written(chance)} men inte {written(chance, 60)}"
    counts = {one.kind: one.count for one in masked_in(masked(typed))}
    assert counts == {"personnummer": 2, "samordningsnummer": 1}


def test_what_is_masked_is_masked_once() -> None:
    assert masked(SHOWN) == SHOWN


def test_a_question_without_personal_data_is_left_as_it_is() -> None:
    typed = "Vad står i SOSFS 2017:37, dnr 4.1-2024/1234, sid 12–14?"
    assert masked(typed) == typed
    assert masked_in(typed) == ()


def test_nothing_of_a_shape_is_searched_for() -> None:
    assert sought(SHOWN) == ASKED.format("").replace(" ?", "?")


def test_the_answer_is_that_of_the_question_without_the_number(service: Service) -> None:
    answered = service.ask(ASKED.format(NUMBER))
    assert answered.question == SHOWN
    assert answered.answer == service.ask("Vem ansvarar för delegering till?").answer
    assert answered.answer.sentences


def test_a_question_of_nothing_else_is_told_so(service: Service) -> None:
    with pytest.raises(InvalidRequestError, match="Nu finns ingen fråga kvar"):
        service.ask(NUMBER)


def test_the_interface_tells_what_was_hidden(client: httpx.Client) -> None:
    question = ASKED.format(NUMBER)
    asked = client.post("/api/ask", json={"question": question})
    found = client.post("/api/search", json={"query": question})
    streamed = client.post("/api/ask/stream", json={"question": question})
    listed = client.get("/api/ansvar", params={"text": f"delegering {NUMBER}"})
    for response in (asked, found, streamed, listed):
        assert TOLD in response.text
        assert "1212" not in response.text
    assert asked.json()["question"] == found.json()["query"] == SHOWN


def test_lists_are_those_without_the_number(client: httpx.Client) -> None:
    listed = client.get("/api/ansvar", params={"text": f"delegering {NUMBER}"}).json()
    assert listed["total"] == client.get("/api/ansvar?text=delegering").json()["total"] > 0


@pytest.mark.parametrize("path", ["/", "/trad.docx", "/kallor.ris", "/finns-inte"])
def test_an_address_that_holds_a_number_leads_to_one_without(
    client: httpx.Client, path: str
) -> None:
    fields = {"fraga": ASKED.format(NUMBER), "tidigare": f"Vad gäller {NUMBER}?", "fran": "1999"}
    response = client.get(path, params=fields)
    assert response.status_code == 303
    assert response.headers["cache-control"] == "no-store"
    shown = httpx.URL(response.headers["location"]).params
    assert shown["fraga"] == SHOWN
    assert shown["tidigare"] == "Vad gäller ••••••••-••••?"
    assert shown["fran"] == "1999"


def test_no_address_leads_to_another_site(server_url: str) -> None:
    response = httpx.get(f"{server_url}//exempel.se/", params={"fraga": NUMBER})
    assert response.status_code == 303
    assert response.headers["location"].startswith("?fraga=")


@pytest.mark.parametrize(
    ("path", "field"), [("/", "fraga"), ("/ansvar", "sok"), ("/dokument", "sok")]
)
def test_the_page_tells_what_was_hidden(client: httpx.Client, path: str, field: str) -> None:
    typed = {field: f"ansvar {NUMBER}"}
    page = client.get(path, params=typed, follow_redirects=True)
    assert TOLD in page.text
    assert "webbläsarens historik" in page.text
    assert "1212" not in page.text


def test_a_page_where_nothing_was_hidden_says_nothing_of_it(client: httpx.Client) -> None:
    assert "har dolts" not in client.get("/", params={"fraga": ASKED.format("mig")}).text


def test_the_command_line_tells_beside_the_answer(model_cache: Path, sample_index: Path) -> None:
    told = belagg("ask", ASKED.format(NUMBER), "--index", str(sample_index), cache=model_cache)
    assert TOLD in told.stderr
    assert "Källor" in told.stdout
    assert "1212" not in told.stdout + told.stderr
