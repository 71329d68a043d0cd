# make demo | test | lint | bench | eval-facts | eval-verify | eval-seeds | eval-extract | eval-language | eval-story: each sets up what it needs.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --no-compile --disable-pip-version-check -qq -c constraints.txt
SAMPLE := samples/fr/altman-sept-billions.html
EVAL ?= ../shared/eval
SEEDS ?= ../shared/seeds

.PHONY: demo test lint bench eval-facts eval-verify eval-seeds eval-extract eval-language eval-story docs clean

demo: $(VENV)/.installed
	@$(BIN)/chipwire digest $(SAMPLE)

test: $(VENV)/.installed-dev
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed
	$(BIN)/python -m models.bench
	$(BIN)/python -m tests.evaluation.growth
	$(BIN)/python -m tests.evaluation.newsroom

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

docs: $(VENV)/.installed-dev
	$(BIN)/typer pipeline.cli utils docs --name chipwire --output docs/cli.md

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Setting up $(VENV); this takes a few minutes once ..." >&2
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Adding the tools for tests ..." >&2
	@$(PIP) -e ".[dev]"
	@touch $@

$(VENV)/.installed-eval: $(VENV)/.installed
	@echo "Adding the libraries that chipwire is compared with ..." >&2
	@$(PIP) -e ".[eval]"
	@touch $@

clean:
	rm -rf $(VENV)
