# make demo | test | lint | bench: each sets up what it needs, once.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --no-compile --disable-pip-version-check -qq -c constraints.txt
SAMPLE := samples/fr/altman-sept-billions.html

.PHONY: demo test lint bench docs clean

demo: $(VENV)/.installed
	@$(BIN)/chipwire digest $(SAMPLE)

test: $(VENV)/.installed-dev
	$(BIN)/pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed
	$(BIN)/python -m models.bench

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

clean:
	rm -rf $(VENV)
