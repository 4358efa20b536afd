# One front door. `make` needs a bare python3 (>= 3.11): it makes its own environment in .venv.
# The commands themselves stand in noxfile.py, once, for people and for CI.
PYTHON ?= python3
VENV ?= .venv
WEEK ?= week04_rnn
WEEKS ?= $(patsubst assignments/%/samples,%,$(wildcard assignments/*/samples))
OUT ?= demo-out

BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Two processes already use two cores; more threads each would only slow them down.
export OMP_NUM_THREADS ?= 1
export MKL_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test lint docs bench messages template wheel clean
.DEFAULT_GOAL := help

help:  ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMP)  ## grade the sample hand-ins; fails when one gets other points than expected
	@mkdir -p $(OUT)
	for week in $(WEEKS); do \
	  samples=assignments/$$week/samples; \
	  $(BIN)/grader grade $$week $$samples --again --store $(OUT)/store.sqlite3 --out $(OUT)/$$week \
	    --expect $$samples/expected.toml || exit; \
	done

test: $(STAMP)  ## all tests: the core first, then the slow ones
	$(BIN)/python -m nox --session core slow

lint: $(STAMP)  ## style, types, spelling, docstrings, import rules
	$(BIN)/python -m nox --session lint

docs: $(STAMP)  ## the documentation as a site in build/site; its reference is made from the code
	$(BIN)/python -m tools.reference
	$(BIN)/python -m nox --session docs

bench: $(STAMP)  ## what grading costs beside the checks themselves
	$(BIN)/python benchmarks/overhead.py

messages: $(STAMP)  ## find the texts that students read, sort and compile them
	$(BIN)/python -m tools.messages

template: $(STAMP)  ## make student_template from the course; `make test` sees that it is up to date
	$(BIN)/grader assignment release $(WEEK)

wheel: $(STAMP)  ## build the wheel and try it in a clean environment
	$(BIN)/python -m nox --session wheel

clean:  ## remove everything that make made
	rm -rf $(VENV) .nox .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist grader.egg-info $(OUT)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "grader needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt setuptools
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $@
