# Två kommandon räcker: make run startar Belägg, make test kör testerna.
PYTHON ?= python3
# Den här versionen finns som ren CPU-version; andra drar med sig flera GB för grafikkort.
TORCH ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check corpus browser-rules screenshots bench bench-others bench-ingest bench-statements bench-web bench-personal-data kill fuzz soak contract sbom audit fit train clean
# Där de verkliga rapporterna och träningsfrågorna ligger; de ingår inte i projektet.
SHARED ?= ../shared

run: $(VENV)/.installed
	$(BIN)/belagg ingest corpus/exempel
	$(BIN)/belagg serve

test: $(VENV)/.tested check
	$(BIN)/pytest -n 2 --dist loadscope

check: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Bygger om exempelsamlingens PDF-filer ur deras källor.
corpus: $(VENV)/.tested
	$(BIN)/python tests/build_corpus.py

# Skriver om mönstren och ordlistorna för personuppgifter så att webbläsaren får samma.
browser-rules: $(VENV)/.tested
	$(BIN)/python -m tests.browser_rules

# Hur fort allt går, vad det tar av minne och hur det växer: tabeller, JSON och diagram i build/bench.
bench: $(VENV)/.tested
	$(PIP) -r tests/bench/requirements-engines.txt
	$(BIN)/python -m tests.bench.speed $(BENCH)

# Samma dokument och modell i txtai och LlamaIndex, i en egen miljö.
bench-others: $(VENV)/.tested build/others/.installed
	$(BIN)/python -m tests.bench.others --python build/others/bin/python $(BENCH)

build/others/.installed: tests/bench/others/requirements.txt
	$(PYTHON) -m venv build/others
	build/others/bin/python -m pip install --quiet --disable-pip-version-check "$(TORCH)"
	build/others/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

# Hur fullständigt, rätt och fort filer läses, jämfört med pdftotext (poppler-utils).
bench-ingest: $(VENV)/.tested
	$(BIN)/python -m tests.bench.ingest

# Hur rätt meningarna typas, mot de handmärkta i tests/gold.
bench-statements: $(VENV)/.tested
	$(BIN)/python -m tests.bench.statements

# Vad webbsidorna väger, hur fort ett svar kommer, och vad axe finner.
bench-web: $(VENV)/.tested
	$(BIN)/python -m tests.bench.web

# Hur många personnummer som hittas och hur många andra tal som tas för dem.
bench-personal-data: $(VENV)/.tested
	$(BIN)/python -m tests.bench.personal_data $(BENCH)

# Inläsningen dödas 200 gånger medan en server svarar; inget får gå förlorat.
kill: $(VENV)/.tested
	$(BIN)/python -m tests.robustness.kill --kills 200 $(RUN)

# 5 000 slumpvis ändrade PDF-filer, eller så många som hinns på tio minuter.
fuzz: $(VENV)/.tested
	$(BIN)/python -m tests.fuzz --cases 5000 --minutes 10 $(RUN)

# Tio minuter med 32 klienter medan samlingen ändras.
soak: $(VENV)/.tested
	$(BIN)/python -m tests.robustness.soak --minutes 10 --clients 32 $(RUN)

# Gränssnittet mot sin egen beskrivning, med 2 000 påhittade begäranden.
contract: $(VENV)/.tested
	$(BIN)/python -m tests.robustness.contract --cases 2000 $(RUN)

# Vad Belägg består av (CycloneDX), i build/sbom.cdx.json.
sbom: $(VENV)/.tested
	@mkdir -p build
	$(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml --of JSON -o build/sbom.cdx.json $(BIN)/python

# Om något av det har kända sårbarheter.
audit: $(VENV)/.tested
	$(BIN)/python -m tests.robustness.audit

# Bilder av alla sidor och lägen, i build/screenshots.
screenshots: $(VENV)/.tested
	$(BIN)/python -m tests.screenshots

# Lär vikterna för rangordning, meningsval och vägran ur guldfrågor; skriver ut dem.
fit: $(VENV)/.tested
	$(BIN)/python -m tests.bench.fitting $(FIT)

# Tränar sökmodellens anpassning på nytt; tar en dryg timme på två kärnor.
train: $(VENV)/.installed
	$(PIP) -e '.[train]'
	$(BIN)/python -m index.training.train $(SHARED)

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
