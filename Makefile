# Bare `make` lists the targets. Each one sets up what it needs.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help demo test check fix snap slow bench clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMP) ## The whole job on a simulated league, offline.
	@$(BIN)/fbm demo

test: check ## Everything that must be green before a change lands (same as check).

check: $(STAMP) ## Format, lint, types, import contracts, tests.
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/ty check src tests
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

fix: $(STAMP) ## Format and repair what ruff can repair.
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

snap: $(STAMP) ## Accept changed snapshots; review the difference like code.
	$(BIN)/pytest --snapshot-update

slow: $(STAMP) ## All the tests: full violence, long training, whole seasons.
	$(BIN)/pytest -m "slow or not slow"

bench: $(STAMP) ## All the benchmarks: ratios against a baseline of the same run.
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean: ## Remove the virtual environment and caches.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
