# Två kommandon räcker: make run startar Belägg, make test kör testerna.
PYTHON ?= python3
# Den här versionen finns som ren CPU-version; andra drar med sig flera GB för grafikkort.
TORCH ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check corpus bench-ingest clean

run: $(VENV)/.installed
	$(BIN)/belagg ingest corpus/exempel
	$(BIN)/belagg serve

test: $(VENV)/.tested check
	$(BIN)/pytest

check: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Bygger om exempelsamlingens PDF-filer ur deras källor.
corpus: $(VENV)/.tested
	$(BIN)/python tests/build_corpus.py

# Hur fullständigt, rätt och fort filer läses, jämfört med pdftotext (poppler-utils).
bench-ingest: $(VENV)/.tested
	$(BIN)/python -m tests.bench.ingest

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) "$(TORCH)"
	$(PIP) -e .
	touch $@

$(VENV)/.tested: pyproject.toml | $(VENV)/.installed
	$(PIP) -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .cache build *.egg-info
