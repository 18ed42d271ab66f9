# maillage: make demo, make test. Both need Python 3.11+ and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench faults clean

PYTHON ?=
PORT ?=
RESET ?=
ARGS ?=
# Processes among which the tests are shared out; they wait for each other's answers more than they compute.
WORKERS ?= 3

help: ## this list
	@echo "make demo            the whole of Maillage on this machine, no token needed (ARGS=--tour plays it in the terminal)"
	@echo "make demo RESET=1    the same, from a fresh community; PORT=8081 on another port"
	@echo "make install         .venv with the command .venv/bin/maillage, to host it"
	@echo "make test            every check: lint, types, import rules, tests"
	@echo "make bench           the measurements of docs/benchmarks.md"
	@echo "make faults          kills the bot 1,000 times and more, and counts what was lost and doubled: docs/faults.md"
	@echo "make clean           removes .venv and caches; the demo's community stays"

.venv/run.stamp: requirements.lock pyproject.toml scripts/venv
	@PYTHON="$(PYTHON)" sh scripts/venv requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml scripts/venv
	@PYTHON="$(PYTHON)" sh scripts/venv requirements-dev.lock
	@touch .venv/run.stamp $@

install: .venv/run.stamp ## .venv with what a host needs
	@echo "Installed: .venv/bin/maillage --help"

demo: .venv/run.stamp ## the demo
	@exec .venv/bin/maillage demo $(if $(RESET),--reset) $(if $(PORT),--port $(PORT)) $(ARGS)

lint: .venv/dev.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: .venv/dev.stamp lint ## every check
	.venv/bin/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

bench: .venv/dev.stamp ## docs/benchmarks.md
	.venv/bin/python -m benchmarks $(ARGS)

faults: .venv/dev.stamp ## docs/faults.md
	.venv/bin/python -m tests.faults $(ARGS)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
