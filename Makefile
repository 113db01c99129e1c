# The two to know: `make demo` shows the board, `make test` checks everything. Both install what they need.
# PYTHON=/path/to/python chooses the Python that a new .venv is made with.

BIN := .venv/bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint types pytest screenshots lighthouse browsers words lock clean runtime dev

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

demo: runtime ## run a camp with simulated attendees (HOST=, PORT=); Ctrl-C ends it
	@exec $(BIN)/board demo

test: dev ## lint, types and every test; ARGS="-k words" goes to pytest
	@sh scripts/test-programs.sh
	@$(MAKE) --no-print-directory --keep-going lint types pytest

lint: dev ## ruff: rules and formatting; pip: the lock satisfies pyproject.toml
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pip check

types: dev ## mypy, strict
	$(BIN)/mypy

pytest: dev
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile $(ARGS)

screenshots: dev ## draw the pages for the documentation
	@sh scripts/test-programs.sh
	$(BIN)/python -m scripts.screenshots $(ARGS)

lighthouse: runtime ## what Lighthouse says about the pages (npm install -g lighthouse@12)
	@$(BIN)/python -m scripts.lighthouse

browsers: dev ## the main flow in real WebKit and Firefox, where they are here (ARGS=--pictures=folder)
	@$(BIN)/python -m scripts.other_browsers $(ARGS)

words: dev ## find every sentence, and list what is not translated (ARGS=--missing changes nothing)
	$(BIN)/python -m scripts.words $(ARGS)

lock: dev ## write both lock files again; ARGS=--upgrade moves to the newest versions
	sh scripts/lock.sh $(ARGS)

clean: ## remove .venv and everything that is made again
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime dev:
	@sh scripts/install.sh $@
