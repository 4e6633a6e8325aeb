# `make` builds .venv; `make demo` opens the practice room; `make test` runs the tests. See README.md.
#
# Needs python3 (3.11 to 3.13, with venv) and make. Another interpreter: make PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.built
PYTEST_ARGS ?=
UV ?= uv
unexport PYTHONPATH

.DEFAULT_GOAL := all
.PHONY: all demo quick test check format-check lint types imports format docs lock

all: $(STAMP)  ## build .venv with everything, test tools included

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || { \
	  echo "Entre Nous needs Python 3.11, 3.12 or 3.13; '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo not there)." \
	       "Try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { \
	  echo "This Python has no venv. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || $(PYTHON) -m venv --clear $(VENV)
	@echo "Building $(VENV): some minutes the first time."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP)  ## the practice room on http://127.0.0.1:8350, with invented people
	$(BIN)/entrenous demo

quick: $(STAMP)  ## the everyday run: without the long tests, in less than five minutes
	ENTRENOUS_QUICK=1 $(BIN)/python -m pytest $(PYTEST_ARGS)

test: $(STAMP)  ## the tests; ALL=1 leaves none out, and fails if one would be
	$(if $(ALL),ENTRENOUS_ALL=1 )$(BIN)/python -m pytest $(PYTEST_ARGS)

check: format-check lint types imports  ## all four; with make -k, each of them whatever the others say

format-check: $(STAMP)
	$(BIN)/ruff format --check .

lint: $(STAMP)
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports --no-logo

format: $(STAMP)  ## let ruff set the format and mend what it safely can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMP)  ## write the README's tables anew from the code
	$(BIN)/python -m tests.house.tables

lock:  ## pin all dependencies anew, with hashes; needs uv
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --group dev --extra files --python-version 3.11 pyproject.toml -o requirements.lock
