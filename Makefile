# make demo | test | lint | bench | eval | eval-facts | eval-verify | eval-seeds | eval-extract | eval-language | eval-robust | eval-story | eval-mt | eval-summary | eval-salience | mutants | coverage | audit | sbom | licences | lock | docs: each sets up what it needs.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --no-compile --disable-pip-version-check -qq -c constraints.txt
SAMPLE := samples/fr/altman-sept-billions.html
EVAL ?= ../shared/eval
SEEDS ?= ../shared/seeds

# Without .pyc files every process of the tests compiles torch and transformers anew: a third of the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint bench eval eval-facts eval-verify eval-seeds eval-extract eval-language eval-robust eval-story eval-mt eval-summary eval-salience mutants coverage audit sbom licences lock docs clean

demo: $(VENV)/.installed
	@$(BIN)/chipwire digest $(SAMPLE)

test: $(VENV)/.installed-dev
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory audit

# Whether anything in the lock is known to be unsafe; needs the index.
audit: $(VENV)/.installed-supply
	@$(BIN)/pip-audit --disable-pip --progress-spinner off -r requirements.lock > $(VENV)/audit.log 2>&1 \
		&& head -n 1 $(VENV)/audit.log \
		|| { grep -Eq "ConnectionError|Max retries|timed out" $(VENV)/audit.log && echo "audit: the index cannot be asked now"; } \
		|| { cat $(VENV)/audit.log; exit 1; }

# What this is built on, in CycloneDX.
sbom: $(VENV)/.installed-dev $(VENV)/.installed-supply
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --of JSON -o sbom.json $(VENV)
	@echo "sbom.json" >&2

# Hashes of every file of every version that `make test` needs, but torch: its builds for processors
# and for CUDA are different files under one version. After a change of constraints.txt, in a new $(VENV).
lock: $(VENV)/.installed-supply
	@$(PIP) --dry-run --ignore-installed --quiet --report $(VENV)/report.json ".[dev]"
	@$(BIN)/python -c "import json; print(*(f\"{d['name']}=={d['version']}\" for i in json.load(open('$(VENV)/report.json'))['install'] if (d := i['metadata'])['name'] not in ('torch', 'chipwire')), sep='\n')" > $(VENV)/lock.in
	@$(BIN)/uv pip compile -q --no-deps --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements.lock $(VENV)/lock.in

licences: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.supply.licences > docs/licences.md

# Goals that are not met are said so, and the next measurement goes on.
bench: $(VENV)/.installed-dev
	-$(BIN)/python -m models.bench
	-$(BIN)/python -m tests.evaluation.first_digest
	-$(BIN)/python -m tests.evaluation.marian
	-$(BIN)/python -m tests.evaluation.growth
	-$(BIN)/python -m tests.evaluation.newsroom

# The newsroom's gold cases, whose scores may not fall; docs/evaluation.md.
eval: $(VENV)/.installed
	@$(BIN)/chipwire eval --floors tests/floors.toml --quiet

# EVAL: folder of public test data, which is not part of this repository.
# ARGS="--kind money --language fr --differences 5" shows some of it, with examples.
eval-facts: $(VENV)/.installed-eval
	@$(BIN)/python -m tests.evaluation.facts $(EVAL) $(ARGS)

# Real translations must pass, the same ones with a planted error must not.
eval-verify: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.verify $(EVAL)/mt-dev $(ARGS)
	@$(BIN)/python -m tests.evaluation.support $(EVAL)

# Whole articles beside what a reader wrote down for them.
eval-seeds: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.seeds $(SEEDS)

# Articles that tell one event belong together; the second line briefs whole articles.
eval-story: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.story
	@$(BIN)/python -m tests.evaluation.story_seeds $(SEEDS)

# News pages beside what a person says stands on them; ARGS="--states --worst 10" names pages.
eval-extract: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.extraction $(EVAL) $(ARGS)

eval-language: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.language $(EVAL) $(ARGS)

# Hostile, broken and damaged pages, from bytes to facts, each within its time. ARGS="--pages 500"
eval-robust: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.robust $(EVAL) $(ARGS)

# Translations of the embedded model, step by step. ARGS="--sample 24 --pairs fr-en --keep FILE" for a quick look.
eval-mt: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.evaluation.translation $(EVAL) $(ARGS)

# Sentences chosen, beside what a person wrote. ARGS="--sample 60 --profile embedded"
eval-summary: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.summaries $(EVAL) $(ARGS)

# The same for the head of the embedded model, each article by a head that has not seen it; ARGS="--out FILE" trains it.
eval-salience: $(VENV)/.installed
	@$(BIN)/python -m tests.evaluation.salience $(EVAL) $(ARGS)

# Do the tests notice when a line of the fact readers or the checks is changed? ARGS="pipeline/facts/dates --survivors"
mutants: $(VENV)/.installed-mutants
	@$(BIN)/python -m tests.evaluation.mutants $(ARGS)

# Which lines no test runs; takes a few times as long as the tests.
coverage: $(VENV)/.installed-mutants
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder --cov=pipeline --cov=models --cov-report=term

docs: $(VENV)/.installed-dev
	$(BIN)/typer pipeline.cli utils docs --name chipwire --output docs/cli.md
	$(BIN)/python -m pipeline.json_schema docs/schema

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Setting up $(VENV); this takes a few minutes once ..." >&2
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt requirements.lock | $(VENV)/bin/python
	@echo "Setting up $(VENV) with the tools for tests; this takes a few minutes once ..." >&2
	@$(PIP) --require-hashes --no-deps -r requirements.lock
	@$(PIP) -e ".[dev]"
	@touch $(VENV)/.installed $@

$(VENV)/.installed-supply: $(VENV)/.installed
	@echo "Adding the tools that look at what this is built on ..." >&2
	@$(PIP) -e ".[supply]"
	@touch $@

$(VENV)/.installed-mutants: $(VENV)/.installed-dev
	@echo "Adding the tool that changes lines of code ..." >&2
	@$(PIP) -e ".[mutants]"
	@touch $@

$(VENV)/.installed-eval: $(VENV)/.installed
	@echo "Adding the libraries that chipwire is compared with ..." >&2
	@$(PIP) -e ".[eval]"
	@touch $@

clean:
	rm -rf $(VENV)
