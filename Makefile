# Every target is one line, printed as it runs. `make run` and `make test` need nothing first.
PYTHON := .venv/bin/python
.PHONY: run test sync setup dev check test-recorded bench docs pin

run: setup        ## load the sample if nothing is held, build, serve the page on 127.0.0.1
	$(PYTHON) -m fetch sample --if-empty && $(PYTHON) -m analysis build && exec $(PYTHON) -m dashboard serve

test: dev         ## every test that stands alone in a clone, the browser's included
	$(PYTHON) tests/browser/browser.py --prepare && $(PYTHON) tests/java.py --prepare && $(PYTHON) -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not recorded"

sync: setup       ## every DHS contract action since FY2008, then only what changed; publish
	$(PYTHON) -m fetch sync && $(PYTHON) -m analysis build

setup:            ## .venv with what the tool needs to run
	@sh .ci/setup requirements.txt

dev:              ## .venv with what tests and checks need on top
	@sh .ci/setup requirements-dev.txt

check: dev        ## style, types, and which folder may import which
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

test-recorded: dev  ## the same code against genuine recorded files, where ../shared lies beside the checkout
	$(PYTHON) -m pytest -n 2 --dist loadfile -m recorded

bench: dev        ## precision and recall by category; speed and memory, as ratios within one run
	$(PYTHON) -m tests.benchmarks

docs: dev         ## write the parts of docs/ that are made from the code
	$(PYTHON) -m fetch describe docs/columns && $(PYTHON) -m analysis describe docs/tables && $(PYTHON) -m dashboard describe docs/cli.md

pin: dev          ## pin every package with hashes and no index address
	sh .ci/pin
