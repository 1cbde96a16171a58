# Every command of the house. `make` alone lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO_HOME ?= var/demo
ADDRESS ?= 127.0.0.1:8000
SERVE ?= 1
T ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo serve test check fix bench docs messages lock clean

help: ## List the commands.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.lock pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/setup.sh requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/setup.sh requirements-dev.lock
	@touch $@ $(VENV)/.runtime

setup: $(VENV)/.runtime ## Install what the program needs, from the hash lock.

setup-dev: $(VENV)/.dev ## Install what work on the program needs.

demo: setup ## Build the demo editions, check them, serve them (SERVE=0 stops after checking).
	@$(BIN)/python scripts/compile_messages.py
	@MILEPOST_HOME="$(DEMO_HOME)" MILEPOST_NAME="$${MILEPOST_NAME:-Milepost}" $(BIN)/milepost demo
	@if [ "$(SERVE)" != "0" ]; then $(MAKE) --no-print-directory serve MILEPOST_HOME="$(DEMO_HOME)"; fi

serve: setup ## Serve the instance in MILEPOST_HOME (default: var) on ADDRESS.
	@$(BIN)/python scripts/compile_messages.py
	@MILEPOST_HOME="$${MILEPOST_HOME:-var}" $(BIN)/milepost migrate --verbosity 0
	@echo "Milepost serves http://$(ADDRESS) (Ctrl-C stops it)."
	@CODE=$$(MILEPOST_HOME="$${MILEPOST_HOME:-var}" $(BIN)/milepost user setup-code 2>/dev/null) && \
	  echo "Nobody looks after it yet: open http://$(ADDRESS)/en/work/setup/first/ with the code $$CODE" || true
	@MILEPOST_HOME="$${MILEPOST_HOME:-var}" $(BIN)/gunicorn --config deploy/gunicorn.conf.py --bind "$(ADDRESS)" milepost.config.wsgi:application

test: setup-dev ## Run all tests; installs browsers, PostgreSQL and fonts where it may. T=path narrows.
	@$(BIN)/python scripts/compile_messages.py
	@sh scripts/system_packages.sh
	@VENV="$(VENV)" sh scripts/run_tests.sh $(T)

check: setup-dev ## Lint, types, contracts, migrations, catalogues and documents.
	@$(BIN)/python scripts/compile_messages.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src tests
	$(BIN)/lint-imports --no-cache
	MILEPOST_HOME=var/check $(BIN)/milepost makemigrations --check --dry-run --verbosity 0
	$(BIN)/python scripts/reference_pages.py --check
	$(BIN)/python scripts/messages.py --check

fix: setup-dev ## Format and repair what can be repaired by machine.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python scripts/reference_pages.py

bench: setup-dev ## Print performance ratios, each measured in one run.
	@sh scripts/system_packages.sh
	@MILEPOST_HOME=var/bench $(BIN)/python bench/every.py --keep

messages: setup-dev ## Collect interface text into the catalogues.
	@$(BIN)/python scripts/messages.py

lock: ## Renew the locks by version and hash (needs uv).
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra setup pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra setup --extra postgres --extra spark --extra clickhouse --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove caches; instances under var stay.
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
