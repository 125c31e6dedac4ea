# What a person types. Everything is installed into .venv, exactly as requirements.lock says, once.
PYTHON ?= $(shell for name in python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
READY := .venv/.ready
# Compiled at set-up: where Python keeps no byte code (PYTHONDONTWRITEBYTECODE), every run would compile them anew.
LIBRARIES := dagster, duckdb, frictionless, great_expectations, pandera.pandas, trafilatura

.PHONY: help run test check dev setup lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run     read the plans, check them, release what is new"
	@echo "make test    run the tests"
	@echo "make check   format, lint, types and tests"
	@echo "make dev     Dagster's web page on the pipeline"
	@echo "make lock    choose the versions in requirements.lock anew"
	@echo "make clean   remove .venv and everything else that can be made again"

run: $(READY)
	$(BIN)/carbonpeak run

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

dev: $(READY)
	$(BIN)/carbonpeak dev

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is not on the PATH; install it, or say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing into .venv: once, about a minute."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q carbonpeak assets validations pipelines
	@$(BIN)/python -m carbonpeak.extraction.prepare >/dev/null
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -c 'import $(LIBRARIES)'
	@touch $@

# uv resolves for every system at once; it is needed for nothing else, so it is no part of the lock.
lock: | $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --only-binary :all: --no-binary jsonpath-rw --extra dev \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .dagster published/.staging .pytest_cache .mypy_cache .ruff_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
