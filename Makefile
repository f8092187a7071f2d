# For developers. Users need only ./up and ./test.
.PHONY: check format bench bench-foundation bench-office fuzz-authorisation docs vendor lock clean fuzz-api soak memory journeys soak-ledger bench-decade full-disk bench-placement bench-linkage

PY = .venv/bin/python

check: ## what must hold before a commit, without the tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: ## speed, memory and accuracy bars, with the reference's ratio in the same run
	.venv/bin/qonys bench projection
	$(PY) benchmarks/flows.py
	$(PY) benchmarks/scenarios.py
	$(PY) benchmarks/cycle.py
	$(PY) benchmarks/scoring.py --agree
	$(PY) benchmarks/placement.py

bench-placement: ## families to places: value, bound, gap, seconds and memory beside greedy, order of application, HiGHS
	$(PY) benchmarks/placement.py

bench-linkage: ## one person across a million records, beside Splink on the same input (extra linkage-bench)
	$(PY) benchmarks/linkage.py

bench-foundation: ## the journal and the scope function over a million rows, on the database of DATABASE_URL
	$(PY) benchmarks/journal.py
	$(PY) benchmarks/scope.py

bench-decade: ## ten simulated years with and without feedback: what learning from families is worth
	$(PY) benchmarks/decade.py

bench-office: ## the office with a million cases, on SQLite and on a PostgreSQL of its own: lists, one case, new cases
	$(PY) benchmarks/office.py

fuzz-authorisation: ## 100,000 checks of every route against an oracle in plain Python
	QONYS_FUZZ_CHECKS=100000 $(PY) -m pytest -q -s tests/office/test_authorisation_fuzz.py

journeys: ## every journey in each language and at each width, looking closely at every page
	QONYS_JOURNEYS=all $(PY) -m pytest -q -s -m browser tests/office

fuzz-api: ## ask the API for half an hour what its description allows and forbids (the suite asks for half a minute)
	QONYS_FUZZ_EXAMPLES=1000 $(PY) -m pytest -q tests/office/api/test_fuzz.py

soak: ## ten thousand writes while web and worker are killed again and again, on the database of DATABASE_URL
	$(PY) benchmarks/soak.py

soak-ledger: ## a million operations on the quota ledger by sixteen processes that are killed, on SQLite and PostgreSQL
	$(PY) benchmarks/ledger.py

full-disk: ## PostgreSQL on a disk that becomes full (as root: it is mounted in memory)
	$(PY) benchmarks/full_disk.py

memory: ## resident memory of web and worker, idle and in use
	$(PY) benchmarks/memory.py

docs: ## redraw what is drawn from the code
	$(PY) docs/draw.py

vendor: ## refresh the front-end files that are served from here (needs Node)
	$(PY) -m qonys.office.portal.public.vendor

lock: ## pin every dependency with its hash, without naming a host
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--extra test --extra dev pyproject.toml -c requirements.lock -o requirements-test.lock

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis
