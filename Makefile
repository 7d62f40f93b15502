# Each target needs python3 (3.11 or later) and make, and does the rest of its set-up itself.
# The environment is .venv. It is made anew when pyproject.toml, constraints.txt, the Python or this folder's place changes.

.PHONY: demo test check long injectors bench vectors clean
.DELETE_ON_ERROR:

PYTHON3 ?= python3
PYTEST_WORKERS ?= auto

here := $(shell { pwd; $(PYTHON3) --version; } 2>&1 | cksum | cut -d ' ' -f 1)
base := .venv/base-$(here)
full := .venv/full-$(here)
python := .venv/bin/python
# The constraints also bind what pip installs to build the project; -qq keeps everything but errors quiet.
install := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt $(python) -m pip install -qq --disable-pip-version-check
pytest := $(python) -m pytest

demo: $(base)
	@.venv/bin/recert demo

test: $(full)
	@$(pytest) -n $(PYTEST_WORKERS) --maxprocesses 8

check: $(full)
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy
	@.venv/bin/lint-imports --no-logo

long: $(full) injectors
	@$(pytest) -m long -n $(PYTEST_WORKERS) --maxprocesses 8

# What faults are injected with comes from Debian's packages; where they cannot be had, the tests say what they skip.
injectors: install := DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install strace faketime
injectors:
	@{ command -v strace && command -v faketime; } >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
		{ $(install) || { apt-get -qq update && $(install); }; } >/dev/null 2>&1 || true

bench: $(full)
	@$(pytest) -m bench -s -q tests/bench

vectors: $(full)
	@$(pytest) -q -m "not long and not bench" -k vectors --update

clean:
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(base): pyproject.toml constraints.txt
	@$(PYTHON3) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "recert needs Python 3.11 or later; set PYTHON3 to one.")'
	@echo "Setting up .venv, once ..." >&2
	@$(PYTHON3) -m venv --clear .venv
	@$(install) --editable .
	@$(python) -m compileall -q ledger projections cli # Where Python may not write bytecode, starting up would compile.
	@touch $@

$(full): $(base)
	@echo "Installing what tests and checks need, once ..." >&2
	@$(install) --editable ".[dev]"
	@touch $@
