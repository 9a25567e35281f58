# `make` lists what there is. `make demo` and `make test` set up all they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV     ?= $(shell command -v uv || echo .uv/bin/uv)
PY     := .venv/bin/python
RUN    := .venv/bin/tocsin
export UV_PYTHON_DOWNLOADS := never

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: .venv/.run ## install, run on the bundled fictional case, print the lists, say where the page is
	rm -rf demo-case
	$(RUN) demo demo-case
	$(RUN) run demo-case --out demo-out --purpose "Looking at the fictional case" || test $$? -eq 3

serve: .venv/.run ## install, then open the casework application in the browser, on this machine alone
	$(RUN) serve

# Three at a time on two cores: browsers and served stores wait as much as they work.
test: .venv/.dev chromium postgresql ## install, then all tests, those of the casework app on SQLite and on PostgreSQL
	$(PY) -m pytest -q -rs -n 3
	$(PY) -m tests.support.postgres $(PY) -m pytest -q -rs -n 3 -m "not slow or postgresql" tests/web/test_foundation.py tests/web/test_ledger.py tests/web/test_walls.py tests/web/test_desk.py tests/web/test_desk_search.py tests/web/test_reports_pages.py tests/web/test_decisions_deciding.py tests/web/test_escalations_workers.py

check: .venv/.dev ## format, lint, strict types, import contracts, stale docs; changes nothing
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q -p no:randomly tests/docs tests/architecture

fix: .venv/.dev ## format and mend what can be mended by rule
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

spec: .venv/.dev ## render the readable cases and the policies into docs/reference
	$(PY) -m tests.spec.render
	$(PY) -m tocsin.policies.document docs/reference/policies.md
	$(PY) -m tests.docs.commands docs/reference/commands.md

golden: .venv/.dev ## rewrite the golden files; read the diff
	TOCSIN_GOLDEN=rewrite $(PY) -m pytest -q tests/golden

bench: .venv/.bench ## one table of speed and quality, with ratios
	$(PY) bench/run.py

bench-join: .venv/.bench ## joining alone: tables of records, names, the written case, evenness; beside its peers
	$(PY) bench/run.py joining joining_names joining_mentions joining_evenness

lock: $(UV) ## pin every dependency with its hashes, without addresses
	$(UV) pip compile -q --universal --generate-hashes --no-header --group build --extra casework pyproject.toml -o requirements/run.txt
	$(UV) pip compile -q --universal --generate-hashes --no-header --group build --group dev --extra casework --extra postgresql pyproject.toml -o requirements/dev.txt
	$(UV) pip compile -q --universal --generate-hashes --no-header --group build --group dev --group bench --extra casework --extra postgresql pyproject.toml -o requirements/bench.txt

clean: ## take away what the other targets made
	rm -rf .venv .uv demo-case demo-out

# uv is brought into the checkout when the machine has none; pip stands in where venv is missing.
.uv/bin/uv: requirements/uv.txt
	rm -rf .uv
	$(PYTHON) -m venv .uv && .uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt \
	  || { rm -rf .uv; $(PYTHON) -m pip install -q --disable-pip-version-check --target .uv --require-hashes -r requirements/uv.txt; }
	touch $@

.venv/.made: | $(UV)
	$(UV) venv -q --clear --python $(PYTHON) .venv
	touch $@

define install
	$(UV) pip install -q --python $(PY) --require-hashes -r requirements/$(1).txt
	$(UV) pip install -q --python $(PY) --no-deps --no-build-isolation -e .
	touch $@
endef

.venv/.run: requirements/run.txt pyproject.toml | .venv/.made
	$(call install,run)

.venv/.dev: requirements/dev.txt pyproject.toml | .venv/.made
	$(call install,dev)

.venv/.bench: requirements/bench.txt pyproject.toml | .venv/.made
	$(call install,bench)

# Browser tests need Chromium: root gets it by apt; anybody else is told what did not run.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium is not installed: the browser tests will not run (install 'chromium')."; fi

# The casework app is tested on a real PostgreSQL too; the tests start and stop it themselves.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; \
	else echo "PostgreSQL is not installed: ask for it (Debian: apt install postgresql)."; exit 1; fi

# The style sheet is kept built; npm is needed only to change it.
styles: ## build the style sheet of the casework app (needs npm)
	cd src/tocsin_web/govuk/styles && npm ci --no-audit --no-fund && npx sass --no-source-map --style=compressed \
	  --load-path=. --load-path=node_modules --quiet --quiet-deps tocsin.scss ../static/govuk/tocsin.css

.PHONY: help demo serve postgresql styles test check fix spec golden bench bench-join lock clean chromium
.DEFAULT_GOAL := help
