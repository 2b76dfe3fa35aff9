# Run inside a virtual environment with `pip install -e ".[dev]"`.

.PHONY: check lint test tasks faults soak bench format messages lock

# What CI runs, in the order of what fails first.
check: lint test

lint:
	ruff format --check .
	ruff check .
	mypy
	lint-imports

test:
	pytest

# The tasks of docs/tasks.md in Chromium, their clicks counted.
tasks:
	pytest -m task

# Every fault that is caused for real, those that take minutes too: docs/faults.md
faults:
	pytest -m "fault or long"

# Half an hour of people, imports, files and mails on two dashboards, while the database is restarted,
# hangs and fails over.
soak:
	python tests/soak/run.py

# A quarter of an hour on a store of 200,000 payments, which is made first; the large ones by name:
# docs/benchmarks.md
bench:
	python tests/bench/run.py

format:
	ruff format .
	ruff check --fix .

# Brings the Vietnamese catalog up to date and lists what waits for a translation.
messages:
	python -m dashboard.text.messages

# Writes the hash of every file that a production installation may take, in the versions of
# constraints.txt: docs/deployment.md. Needs `pip install -e ".[lock]"`.
lock:
	uv pip compile pyproject.toml --constraint constraints.txt --output-file requirements.lock \
		--generate-hashes --universal --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url --quiet
