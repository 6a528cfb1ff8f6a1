# For habit: every target calls a script of bin/ or one tool. `make help` lists them.
.PHONY: help run test lint format bench faults messages translations lock
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
LOCK := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

run: ## Set up what is missing and serve the product
	bin/run

test: ## Lint, then run every test
	bin/test

lint: ## Check style, types and templates
	bin/lint

format: ## Rewrite the code in the house's format
	$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format .

bench: ## Measure speed against the ceiling and print the table
	bin/bench

faults: ## Kill, replay and fill the disk in full counts
	bin/faults

messages: ## Collect texts and bring the catalogues up to date
	bin/messages

translations: ## Compile the catalogues
	$(PYTHON) -m babel.messages.frontend compile -d translations

lock: ## Renew the locks after a change of requirements*.in (needs uv)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt
