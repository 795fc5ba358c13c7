# The commands of this project; GNU make 3.81 (the one macOS ships) is enough.
#   make run     make .venv, install what is pinned, build a store if there is none, serve the dashboard
#   make test    install what tests need, a browser included, and run every test
#   make check   format, lint, types and the quick tests
#   make lint    format, lint and types
#   make fuzz    every pair of ugly ways and 10 000 broken workbooks: long, meant for the night
#   make faults  kill loads, flip bits, fill disks, attack by address, on every page and often (docs/reliability.md): an hour
#   make test-spark   every question on Sail and on a real Spark with two workers, at 100 provinces; needs Java 17 (docs/spark.md)
#   make screenshots   photograph every page into docs/screenshots/
#   make bench   measure what the product promises at sizes no province has yet (bench/results)
#   make audit   list what the dashboard is made of and under which licences, and ask for known vulnerabilities
#   make image-steps   the Dockerfile's own steps in an empty folder, without an engine (minutes)
#   make lock    pin the direct dependencies of pyproject.toml anew, with hashes
#   make clean   remove what these commands made, but no store and no archive
# Settings: PORT (8501), COOP_DATA (data: the province), COOP_HOME (COOP_DATA: its store), DEMO=0 (start with an empty store), PYTHON, VENV (.venv).

SHELL = /bin/sh
VENV ?= .venv
BENCH_VENV ?= .venv-bench
PORT ?= 8501
DEMO ?= 1
PY = $(VENV)/bin/python
export VENV DEMO

.PHONY: run test test-spark lint check bench fuzz faults screenshots audit lock clean runtime development image-steps

run: runtime
	@$(PY) -m tools.first_store
	@echo "==> Serving on http://localhost:$(PORT) (this machine only, no sign-in; Ctrl-C stops it)"
	@exec $(PY) -m streamlit run app.py --server.port $(PORT)

test: development
	@$(PY) -m tests.browser.browser
	@$(PY) -m tests.deploy.proxies
	@echo "==> Running every test"
	@$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: development
	@echo "==> Format and lint"
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@echo "==> Types"
	@$(PY) -m mypy

check: lint
	@echo "==> Quick tests"
	@$(PY) -m pytest -n auto tests/unit tests/spec tests/house

screenshots: development
	@$(PY) -m tests.browser.screenshots

fuzz: development
	@echo "==> Every pair of ugly ways, and 10 000 broken workbooks"
	@UGLY=all MUTATIONS=10000 $(PY) -m pytest -n auto \
		tests/integration/test_ugly_workbooks.py tests/faults/test_mutations.py

faults: development
	@$(PY) -m tests.browser.browser
	@$(PY) -m tests.deploy.proxies
	@echo "==> Faults and attacks in their long sizes; what they measured stands at the end"
	@FAULTS=long $(PY) -m pytest -n auto tests/faults tests/access/test_shared.py tests/pages/test_same_numbers.py \
		tests/browser/test_payloads.py tests/browser/test_publishing.py tests/browser/test_everyone.py \
		tests/browser/test_pictures.py tests/browser/test_offline.py \
		tests/browser/test_opened.py tests/pages/test_take_away.py tests/integration/test_returns_blank.py \
		tests/integration/test_round_trip.py tests/integration/test_queries_demo.py \
		tests/integration/test_rating_set_based.py tests/deploy/test_hosts.py tests/deploy/test_workers.py

test-spark: development
	@command -v java >/dev/null || { echo "Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless" >&2; exit 2; }
	@sh tools/environment.sh requirements-spark.txt
	@$(PY) -m tests.browser.browser
	@echo "==> The same questions on other engines"
	@SPARK=1 $(PY) -m pytest -n0 tests/spark

image-steps: development
	@IMAGE=steps $(PY) -m pytest -q -n0 tests/deploy/test_containers.py

bench: development
	@VENV=$(BENCH_VENV) sh tools/environment.sh requirements-bench.txt || echo "==> Without Dash, then"
	@BENCH_PYTHON=$(BENCH_VENV)/bin/python $(PY) -m bench

audit: development
	@sh tools/audit.sh

lock: development
	@sh tools/lock.sh

clean:
	rm -rf $(VENV) $(BENCH_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@sh tools/environment.sh requirements.txt

development:
	@sh tools/environment.sh requirements-dev.txt
