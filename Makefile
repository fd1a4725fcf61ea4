# The two commands of the README are `make run` and `make test`; docs/development.md describes the rest.
.PHONY: install run test test-thorough test-browser test-services bench bench-measures bench-peers bench-timing validate lint format lock
.DEFAULT_GOAL := run

export PORT ?= 8000
ARGS ?=
BIN := .venv/bin
STAMP := .venv/.installed

install: $(STAMP)
	@:

$(STAMP): requirements.txt tests/requirements.txt .ci/install
	@.ci/install
	@touch $@

run: install
	@$(BIN)/python .ci/check_port.py $(PORT)
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/gunicorn courseware.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 1 \
		--threads 8 --log-level warning --no-control-socket

# Compiled files are kept, whatever the shell says: without them every worker compiles all tests again in each run.
test test-thorough test-browser test-services: export PYTHONDONTWRITEBYTECODE :=

# One file, one test: make test ARGS="tests/training -k resume"
test: install
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser and not services and not thorough" $(ARGS)

# What takes long, and properties with many more examples.
test-thorough: install
	@ATTUNE_EXAMPLES=100 $(BIN)/python -m pytest -n auto --dist worksteal \
		-m "(thorough or hypothesis) and not browser and not services" $(ARGS)

# What needs a real Chromium.
test-browser: install
	@$(BIN)/python -m pytest -n auto --dist worksteal -m browser $(ARGS)

# All on a throwaway PostgreSQL and Redis, but for tests that know no database.
test-services: install
	@$(BIN)/python -m tests.services $(BIN)/python -m pytest -n auto --dist worksteal \
		--ignore tests/browser/modules --ignore tests/kernel --ignore tests/browser/test_timing_bench.py \
		--ignore tests/assessments/measures --ignore tests/assessments/label_audit --ignore tests/assessments/validation \
		--ignore tests/courseware/importers --ignore tests/bench $(ARGS)

# Speeds and sizes beside a bare limit, in one run. SIZES="--sizes 100000" for a short look.
bench: bench-measures

bench-measures: install
	@$(BIN)/python -m tests.bench.measures $(SIZES)

# The same measures beside the packages that people would otherwise install, in an environment of their own.
bench-peers: install
	@$(BIN)/uv venv --quiet --allow-existing build/bench/peers
	@$(BIN)/uv pip install --quiet --python build/bench/peers -r tests/bench/peers.txt
	@build/bench/peers/bin/python -m tests.bench.peers

# The frames that stimuli are really on for, in Chromium. An hour and a half, and no part of `make bench`: alone on the
# machine, or it measures the neighbours. ARGS="--stimuli 60" for a short look.
bench-timing: install
	@$(BIN)/python -m tests.bench.timing $(ARGS)

# Simulated people with known truth: rewrites docs/validation.md and build/validation.json. ARGS="--people 100"
validate: install
	@$(BIN)/python manage.py validate $(ARGS)

lint: install
	@.ci/lint

format: install
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

# After editing requirements.in or tests/requirements.in. UP="--upgrade-package django" moves one package.
lock: install
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 $(UP) requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 $(UP) tests/requirements.in -o tests/requirements.txt
