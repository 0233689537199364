# The tasks of this repository, one line each; `make help` lists them. ARGS="..." goes to the program that a task runs.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PYTEST := $(BIN)/python -m pytest
COVERAGE := 50
TOOLS := dev,docs,browser
CREATE := $(if $(UV),"$(UV)" venv --quiet --seed --python "$$found" $(VENV),"$$found" -m venv $(VENV))
# Python compiles what is imported, unless it may not write; to compile every file of sympy and numpy beforehand takes ten seconds.
INSTALL := $(if $(UV),"$(UV)" pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(PYTHONDONTWRITEBYTECODE),,--no-compile))

# The matrices of the tests are small, and there is a test process on every core: threads of BLAS would only wait for cores.
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help check test slow missing coverage mutants browser bench bench-peers peers-curvature docs doctest formal lint format types contracts all tools ci clean

help:  ## list the tasks
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

check: $(VENV)/.core  ## settle every claim and print the verdicts (proofs-check run)
	$(BIN)/proofs-check run $(ARGS)

test: $(VENV)/.test  ## run the tests, on all cores
	$(PYTEST) -n auto $(ARGS)

slow: $(VENV)/.test  ## run the tests that take longer
	$(PYTEST) -n auto -m slow $(ARGS)

mutants: $(VENV)/.test  ## change true claims by hand and step by step, and count what is refuted (ARGS="-n 4 --only lucchi/")
	$(PYTEST) -n auto tests/mutations
	$(BIN)/python tests/mutations/survivors.py $(ARGS)

bench: $(VENV)/.bench  ## measure speed in two minutes, beside sympy, symengine and what else is installed, into build
	$(BIN)/python tests/benchmarks $(ARGS)

bench-peers: $(VENV)/.bench $(VENV)/.peers  ## the same in full, beside jax and torch (a large download), into docs
	$(BIN)/python tests/benchmarks --full $(ARGS)

peers-curvature: $(VENV)/.test  ## run the conformance kit on real libraries, in an environment of its own (a large download)
	$(BIN)/python -m tests.peers.conformance $(ARGS)

browser: $(VENV)/.browser  ## look at the pages in a real browser (needs Chromium and chromedriver)
	$(PYTEST) tests/browser -rs -n auto --dist loadfile $(ARGS)

docs: $(VENV)/.docs  ## build the documentation site into build/docs; a warning is an error
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs $(ARGS)
	@echo "The documentation is in build/docs/index.html."

doctest: $(VENV)/.test  ## run the examples in the docstrings
	$(PYTEST) --doctest-modules symdln proofs_check $(ARGS)

formal: $(VENV)/.core  ## have Coq check the formal theorems behind the claims (needs coq and MathComp, see docs/coq.md)
	$(BIN)/proofs-check formal --exports $(ARGS)

lint: $(VENV)/.dev  ## style and format, nothing is changed
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV)/.dev  ## rewrite to the style
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: $(VENV)/.dev  ## check the types, of the tests too
	$(BIN)/pyright && $(BIN)/pyright -p tests/pyrightconfig.json

coverage: $(VENV)/.dev  ## run the tests and list the lines that they do not reach; fails below COVERAGE per cent
	$(PYTEST) -q -n auto --cov --cov-report=term-missing:skip-covered --cov-fail-under=$(COVERAGE) $(ARGS)

missing: $(VENV)/.test  ## say what claims still lack: place, record, false neighbour, rule, totals, findings, test
	$(PYTEST) -q --no-header tests/proofs_check/claims/test_ids.py tests/mutations/test_missing.py $(ARGS)

contracts: $(VENV)/.dev  ## check that imports go one way
	$(BIN)/lint-imports --no-cache --no-logo

all: test slow lint types contracts doctest check  ## everything but the benchmarks

tools: | $(VENV)/.made  ## install at once what all tasks but bench-peers need; else each installs what it needs
	@echo "Installing symdln with [$(TOOLS)] into $(VENV) ..."
	@$(INSTALL) -c constraints.txt -e '.[$(TOOLS)]'
	@touch $(VENV)/.core $(VENV)/.test $(VENV)/.bench $(VENV)/.browser $(VENV)/.docs $(VENV)/.dev

ci:  ## what continuous integration runs
	.ci/run

clean:  ## remove the environment and everything that was built
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache
	find symdln proofs_check tests -name __pycache__ -prune -exec rm -rf {} +

# One stamp for each set of requirements: an install is repeated only after its files have changed.
$(VENV)/.core $(VENV)/.test $(VENV)/.bench $(VENV)/.peers $(VENV)/.browser $(VENV)/.docs $(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/.made
	@echo "Installing symdln$(if $(filter %.core,$@),, with [$(patsubst $(VENV)/.%,%,$@)]) into $(VENV) ..."
	@$(INSTALL) -c constraints.txt -e '.$(if $(filter %.core,$@),,[$(patsubst $(VENV)/.%,%,$@)])'
	@touch $@

$(VENV)/.made:
	@rm -rf $(VENV); \
	for python in "$(PYTHON)" python3.14 python3.13 python3.12 python3.11; do \
	    found=$$("$$python" -c 'import sys; print(sys.executable); sys.exit(sys.version_info < (3, 11))' 2>/dev/null) || continue; \
	    echo "Creating $(VENV) with $$("$$found" --version) ($$found) ..."; \
	    $(CREATE) && touch $@; exit; \
	done; \
	echo 'symdln needs Python 3.11 or later, and neither "$(PYTHON)" nor python3.11 to python3.14 is one: install it, or name it by `make PYTHON=/path/to/python3`.' >&2; exit 1
