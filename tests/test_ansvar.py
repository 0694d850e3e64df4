"""The list of who is responsible for what: as JSON, as a page, as CSV and on the command line."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.build import Builder
from index.duties import Window
from index.embedder import SentenceTransformerEmbedder
from index.filters import NO_ACTOR, NO_LIMITS, Filter
from index.generation import open_index
from index.search import Searcher
from ingest.document import ANSWERING, Modality, StatementKind
from server.duties import every_duty
from server.duties_csv import write_csv
from server.duties_schema import DutiesIn
from server.proof import page_text
from server.service import Service
from tests.conftest import DUTY
from tests.pdfs import Heading, make_pdf, paragraph
from tests.test_api import CITATION_KEYS
from tests.test_cli import belagg

DUTIES = Filter(statements=(StatementKind.DUTY,))


@pytest.fixture(scope="module")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=120) as client:
        yield client


@pytest.fixture(scope="module")
def searcher(service: Service) -> Searcher:
    return service.searcher()


def listed(client: httpx.Client, **asked: Any) -> Any:
    return client.get("/api/ansvar", params=asked).raise_for_status().json()


def test_a_row_is_a_citation_with_its_actor(client: httpx.Client) -> None:
    found = listed(client, limit=20)
    assert len(found["rows"]) == 20
    for row in found["rows"]:
        assert set(row) >= CITATION_KEYS | {"group", "lead_in"}
        assert "number" not in row
        assert row["statement"] == "ansvar"
        assert row["group"] in (row["actor"] or [NO_ACTOR])
        assert row["role"] in {role.value for role in ANSWERING}


def test_rows_stand_by_actor_most_first_and_without_actor_last(searcher: Searcher) -> None:
    store = searcher.index.store
    counts = store.duty_counts(DUTIES, "").actors
    rows = store.duties(DUTIES, "", Window(0, 10_000))
    assert list(dict.fromkeys(row.actor for row in rows)) == list(counts)
    assert list(counts)[-1] == NO_ACTOR
    named = [number for actor, number in counts.items() if actor != NO_ACTOR]
    assert named == sorted(named, reverse=True)


def test_a_statement_of_several_actors_stands_under_each(searcher: Searcher) -> None:
    rows = searcher.index.store.duties(DUTIES, "", Window())
    groups: dict[tuple[str, int], list[str]] = {}
    for row in rows:
        groups.setdefault((row.passage.id, row.sentence.start), []).append(row.actor)
    several = 0
    for row in rows:
        actors = row.sentence.statement.actors or (NO_ACTOR,)
        assert sorted(groups[row.passage.id, row.sentence.start]) == sorted(actors)
        several += len(actors) > 1
    assert several


def test_windows_together_are_the_whole_list(searcher: Searcher) -> None:
    store = searcher.index.store
    whole = store.duties(DUTIES, "", Window(0, 10_000))
    parts = [store.duties(DUTIES, "", Window(first, 60)) for first in range(0, len(whole), 60)]
    assert [row for part in parts for row in part] == whole
    assert len(whole) == store.duty_counts(DUTIES, "").listed


def test_a_lead_in_is_listed_with_its_items_and_not_alone(searcher: Searcher) -> None:
    rows = searcher.index.store.duties(DUTIES, "", Window())
    lead_ins = {(row.passage.id, row.sentence.lead_in) for row in rows if row.sentence.lead_in}
    own = {(row.passage.id, (row.sentence.start, row.sentence.end)) for row in rows}
    assert lead_ins
    assert not lead_ins & own


@pytest.mark.parametrize(
    "limits",
    [
        Filter(actors=("kommun",)),
        Filter(actors=(NO_ACTOR,), statements=(StatementKind.RECOMMENDATION,)),
        Filter(modalities=(Modality.MUST, Modality.SHOULD), actors=("MAS", "MAR")),
    ],
)
def test_the_filter_lets_through_what_it_names(limits: Filter, searcher: Searcher) -> None:
    rows = searcher.index.store.duties(limits, "", Window())
    assert rows
    assert all(limits.allows(row.sentence.statement) for row in rows)
    assert {row.actor for row in rows} <= set(limits.actors)


def test_the_filter_counts_tell_what_each_value_would_give(searcher: Searcher) -> None:
    store = searcher.index.store
    limits = Filter(statements=(StatementKind.DUTY,), actors=("kommun",))
    counts = store.duty_counts(limits, "")
    for modality, number in counts.modalities.items():
        chosen = Filter(statements=limits.statements, actors=("kommun",), modalities=(modality,))
        assert len(store.duties(chosen, "", Window())) == number
    for document, number in counts.documents.items():
        chosen = Filter(statements=limits.statements, actors=("kommun",), documents=(document,))
        assert len(store.duties(chosen, "", Window())) == number
    assert counts.actors == store.duty_counts(DUTIES, "").actors


def test_words_are_sought_as_parts_of_words_in_any_case(searcher: Searcher) -> None:
    store = searcher.index.store
    rows = store.duties(NO_LIMITS, "LÄKEMEDEL rutin", Window())
    assert rows
    for row in rows:
        start, end = row.sentence.lead_in or (0, 0)
        text = row.passage.text
        own = text[row.sentence.start : row.sentence.end]
        words = " ".join((*row.passage.section, text[start:end], own)).casefold()
        assert "läkemedel" in words
        assert "rutin" in words


def test_every_row_of_the_list_is_proved(searcher: Searcher) -> None:
    limits = DutiesIn()
    found = searcher.index.store.duties(limits.limits(), "", Window())
    assert len(list(every_duty(searcher.index, limits))) == len(found)


def test_what_is_not_on_its_page_is_left_out(
    documents: Path, tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    folder = tmp_path / "index"
    Builder(folder, embedder, lambda *_: None).ingest([documents])
    index = open_index(folder)
    row, *_ = every_duty(index, DutiesIn())
    pdf = index.archive.page_pdf_path(row.document.id)
    make_pdf(pdf, [[Heading("Ansvar"), *paragraph("Något helt annat står här nu.")]])
    page_text.cache_clear()
    assert list(every_duty(index, DutiesIn())) == []


def test_search_shows_a_hit_by_a_sentence_of_the_actor_asked_for(client: httpx.Client) -> None:
    asked = {"query": "läkemedel", "filter": {"actor": ["MAS"], "modality": ["ska"]}}
    hits = client.post("/api/search", json=asked).raise_for_status().json()["hits"]
    assert hits
    assert all("MAS" in hit["actor"] and hit["modality"] == "ska" for hit in hits)


def test_the_list_is_limited_to_publishers_and_years(client: httpx.Client) -> None:
    found = listed(client, publisher="Exempelkommunen", year_from=2023, year_to=2023)
    assert found["rows"]
    origins = {(row["document"]["publisher"], row["document"]["year"]) for row in found["rows"]}
    assert origins == {("Exempelkommunen", 2023)}
    alone = listed(client, publisher="Sjökommunen", year_from=2023, year_to=2023)
    assert found["counts"]["publisher"]["Sjökommunen"] == sum(alone["counts"]["document"].values())


@pytest.mark.parametrize(
    "asked",
    [{"actor": "ingen sådan"}, {"modality": "får"}, {"statement": "övrigt"}, {"aktor": "MAS"}],
)
def test_a_faulty_list_is_told_its_fault(client: httpx.Client, asked: dict[str, str]) -> None:
    response = client.get("/api/ansvar", params=asked)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_page_beyond_the_list_says_so(client: httpx.Client) -> None:
    response = client.get("/ansvar", params={"sida": 999})
    assert response.status_code == 404
    assert "Listan har sidorna" in response.text


def test_the_file_has_the_list_s_rows_with_links_that_open(client: httpx.Client) -> None:
    response = client.get("/ansvar.csv", params={"aktor": "MAS"}).raise_for_status()
    assert response.headers["content-disposition"] == 'attachment; filename="ansvar.csv"'
    assert response.content.startswith("\ufeffAktör;".encode())
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == listed(client, actor="MAS")["total"]
    assert {row["Aktör"] for row in rows} == {"MAS"}
    assert "<mark>" in client.get(rows[0]["Länk"]).raise_for_status().text


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("written", ["1-2", "3/4", "2024-03-14", "7:30", "2E5", "1 000"])
def test_no_cell_of_the_file_is_taken_for_a_date_or_another_number(
    written: str, tmp_path: Path, searcher: Searcher
) -> None:
    duty, *_ = every_duty(searcher.index, DutiesIn(actor=["MAS"]))
    document = duty.document.model_copy(update={"title": written})
    changed = duty.model_copy(update={"document": document, "page_label": written})
    write_csv(tmp_path / "a.csv", [changed])
    (row,) = rows_of(tmp_path / "a.csv")
    assert row["Dokument"] == f"'{written}"
    assert row["Sida"] == f"s. {written}"
    assert (row["Sida i filen"], row["År"]) == (str(duty.page), str(document.year))


def test_no_cell_of_the_file_is_a_formula(
    tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    pdf = make_pdf(
        tmp_path / "-1+1.pdf", [[Heading("@SUM(1)"), *paragraph(DUTY)]], title='=HYPERLINK("x")'
    )
    Builder(tmp_path / "index", embedder, lambda *_: None).ingest([pdf])
    write_csv(tmp_path / "a.csv", every_duty(open_index(tmp_path / "index"), DutiesIn()))
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert "'-1+1.pdf" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_command_lists_prints_and_writes(
    model_cache: Path, sample_index: Path, tmp_path: Path
) -> None:
    asked = ("ansvar", "--aktor", "MAS", "--index", str(sample_index))
    assert belagg(*asked, cache=model_cache).stdout.startswith("MAS (")
    found = json.loads(belagg(*asked, "--json", cache=model_cache).stdout)
    assert {row["group"] for row in found["rows"]} == {"MAS"}
    file = tmp_path / "a.csv"
    assert belagg(*asked, "--csv", str(file), cache=model_cache).returncode == 0
    assert len(file.read_text("utf-8-sig").splitlines()) == found["total"] + 1


def test_a_file_that_can_not_be_written_is_one_line(
    model_cache: Path, sample_index: Path, tmp_path: Path
) -> None:
    path = str(tmp_path / "finns-inte" / "a.csv")
    index = ("--index", str(sample_index))
    result = belagg("ansvar", "--csv", path, *index, cache=model_cache)
    assert result.returncode == 1
    assert "går inte att skriva" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
