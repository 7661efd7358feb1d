# Portolan: everything one does with it. Needs Python >= 3.11, git and make; the rest comes by itself.
#   make run        the site on this machine, with the record and invented data   (HOST, PORT, PORTOLAN_DATA_DIR)
#   make test       the tests on SQLite; on PostgreSQL with DATABASE_URL          (ARGS="tests/network -k merge")
#   make slow       the tests that take minutes: several processes, many rows
#   make browser    the tests in a real browser                                   (CHROMIUM)
#   make check      style, types, layers, templates, migrations, catalogues
#   make bench      the budgets of the design, each figure beside its budget
#   make messages   texts to translate out of the code, into the catalogues
#   make lock       the lock files, after a change of dependencies in pyproject.toml
#   make clean      removes what was installed and built; the data stays

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test slow browser check bench messages lock clean

VENV := .venv
BIN := $(VENV)/bin
# A uv of this machine, else one of our own.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
INSTALL := VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
# The tests share two cores; each worker has a database of its own.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile

help:
	@sed -n 's/^#   //p' Makefile

run: $(RUNTIME)
	@$(BIN)/portolan run

test: $(DEVELOPMENT)
	$(PYTEST) -m "not browser and not slow" $(ARGS)

slow: $(DEVELOPMENT)
	$(BIN)/pytest -m "slow and not browser" $(ARGS)

browser: $(DEVELOPMENT)
	$(BIN)/pytest -m browser $(ARGS)

check: $(DEVELOPMENT)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh .ci/check

bench: $(DEVELOPMENT)
	$(BIN)/portolan bench $(ARGS)

messages: $(DEVELOPMENT)
	$(BIN)/portolan messages extract
	$(BIN)/portolan messages compile

lock: | $(filter .uv/%,$(UV))
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv .uv build *.egg-info traces .*_cache .hypothesis
	find portolan -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.uv/bin/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Portolan needs Python 3.11 or later." >&2; exit 1; }
	python3 -m venv .uv
	.uv/bin/pip install --quiet uv

$(BIN)/python: | $(filter .uv/%,$(UV))
	$(UV) venv --quiet --allow-existing --python '>=3.11' $(VENV)

# Stamps: a second run installs nothing. The package itself is installed in place, its dependencies from the locks only.
$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements-dev.lock
	$(INSTALL) --no-deps --editable .
	@touch $@ $(RUNTIME)
