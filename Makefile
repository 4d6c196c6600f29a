# `make run` serves the demonstration, `make test` proves the whole; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -gt 4 ] && n=4; echo $$n)

VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/.requirements
DEV := $(VENV)/.requirements-dev
PYTEST := $(PY) -m pytest
MANAGE := $(PY) manage.py
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

export PYTHONUNBUFFERED := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Left out because this machine lacks something: a line that says what; a failure where everything has to run.
skipped = echo "SKIPPED: $(1)" >&2; [ -z "$$CI" ] || { echo "CI runs every lane." >&2; exit 1; }

.PHONY: help run test lint migrations test-sqlite test-postgres test-browser bench messages clean environment
.NOTPARALLEL:

help:
	@echo "make run        set everything up and serve the demonstration at http://127.0.0.1:$(PORT) (PORT=8080: another port)"
	@echo "make test       set everything up and run every test; needs for all of it: apt-get install postgresql chromium"
	@echo "                one part: make lint, make migrations, make test-sqlite, make test-postgres, make test-browser"
	@echo "make bench      measure pages against a bare Django view (DATABASE_URL chooses the database;"
	@echo "                ARGS=\"--part proofs\": only what is handed to others, and verify)"
	@echo "make messages   collect and compile the Vietnamese texts (needs gettext)"
	@echo "make clean      remove .venv and what tools left behind; your data in var/ stays"

run: $(RUN)
	@$(PY) -m coopsite.first_start
	@$(MANAGE) prepare
	@exec $(MANAGE) serve --port "$(PORT)"

test: lint migrations test-sqlite test-postgres test-browser

lint: $(DEV)
	@echo "--- ruff"
	@$(PY) -m ruff check --quiet .

migrations: $(DEV)
	@echo "--- migrations"
	@COOPSITE_ENV_FILE=/dev/null DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run

test-sqlite: $(DEV)
	@echo "--- tests on SQLite"
	@env -u DATABASE_URL $(PYTEST) -n $(WORKERS) --nomigrations -m "not browser"

test-postgres: $(DEV)
	@echo "--- on PostgreSQL, made by the migrations: the same tests, but those that ask no database"
	@if $(PY) -m coopsite.pgcluster --found; then \
	    $(PY) -m coopsite.pgcluster $(PYTEST) -n $(WORKERS) --only-database -m "not browser"; \
	else \
	    $(call skipped,PostgreSQL is not installed here (Debian: apt-get install postgresql)); \
	fi

test-browser: $(DEV)
	@echo "--- tests in a browser"
	@if [ -n "$(BROWSER)" ]; then \
	    env -u DATABASE_URL $(PYTEST) -n $(WORKERS) --nomigrations -m browser; \
	else \
	    $(call skipped,Chromium is not installed here (Debian: apt-get install chromium)); \
	fi

bench: $(DEV)
	@$(MANAGE) bench $(ARGS)

messages: $(RUN)
	@command -v msgfmt >/dev/null || { echo "Missing: gettext (Debian: apt-get install gettext)" >&2; exit 1; }
	@$(MANAGE) makemessages --locale vi --no-location --ignore "$(VENV)/*" --ignore "var/*"
	@$(MANAGE) compilemessages --locale vi --ignore "$(VENV)/*"

clean:
	@rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .coverage htmlcov var/static var/static.fingerprint
	@find coopsite growers harvests -name __pycache__ -prune -exec rm -rf {} +
	@echo "Removed. var/ with your data is still there."

# --- what the commands stand on ---------------------------------------------------------------------------------

# A .venv that was broken off half-way, or whose Python is gone, is made again whatever its stamps say.
ifneq ($(shell $(PY) -c "import pip, sys; print(sys.version_info >= (3, 11))" 2>/dev/null),True)
$(RUN): environment
endif

environment:
	@command -v $(PYTHON) >/dev/null || \
	    { echo "Missing: $(PYTHON) (Debian: apt-get install python3 python3-venv)" >&2; exit 1; }
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	    { echo "Too old: $$($(PYTHON) --version); Coopsite needs Python 3.11 or later (make PYTHON=python3.12 ...)" >&2; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || \
	    { echo "Missing: python3-venv (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Making .venv ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements.txt
	@echo "Installing the packages of requirements.txt (about half a minute the first time) ..."
	@$(PY) -m pip install --quiet --requirement requirements.txt || \
	    { echo "The packages could not be installed: is the package index within reach?" >&2; exit 1; }
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@echo "Installing the packages of requirements-dev.txt ..."
	@$(PY) -m pip install --quiet --requirement requirements-dev.txt || \
	    { echo "The packages could not be installed: is the package index within reach?" >&2; exit 1; }
	@touch $@

.DEFAULT:
	@echo "There is no '$@' here; make help lists what there is." >&2; exit 2
