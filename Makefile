# Run inside a virtual environment with `pip install -e ".[dev]"`.

.PHONY: check lint test bench format messages

# What CI runs, in the order of what fails first.
check: lint test

lint:
	ruff format --check .
	ruff check .
	mypy
	lint-imports

test:
	pytest

# Takes hours the first time, and some 35 GB: docs/benchmarks.md
bench:
	python tests/bench/run.py

format:
	ruff format .
	ruff check --fix .

# Brings the Vietnamese catalog up to date and lists what waits for a translation.
messages:
	python -m dashboard.text.messages
