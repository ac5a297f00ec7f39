# make run     the app in a browser        make test       everything: lint, types, tests, browser
# make bench   the table of speeds         make test-fast  the same without the browser
# A fresh machine needs Python >= 3.11, git and make; the rest is fetched into .venv.

VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test test-fast lint bench screenshots pictures browser clean

run: $(VENV)/.app
	$(PYTHON) -m lstmviz.command_line

test: lint browser
	$(PYTHON) -m pytest

test-fast: lint
	$(PYTHON) -m pytest --ignore=tests/browser

lint: $(VENV)/.tests
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

bench: browser
	$(PYTHON) -m benchmarks

screenshots: browser
	SCREENSHOTS=screenshots $(PYTHON) -m pytest tests/browser/test_every_page.py

# The pictures of the README, from the running app.
pictures: browser
	mkdir -p assets/pictures
	$(PYTHON) -m assets.make_pictures

browser: $(VENV)/.tests
	@$(PYTHON) tests/browser/chromium.py

clean:
	rm -rf $(VENV) build dist screenshots .pytest_cache .ruff_cache .mypy_cache .hypothesis

# A stamp a purpose: what is installed is asked for again only when the wishes change.
$(VENV)/.app: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing the app into $(VENV): a minute or two, this once."
	@$(INSTALL) --editable .
	@touch $@

# The extra `train` is torch, for the tests that compare with it.
$(VENV)/.tests: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing the app, the tests and torch into $(VENV): a few minutes, this once."
	@$(INSTALL) --editable '.[test,train]'
	@touch $(VENV)/.app $@

$(VENV)/bin/pip:
	@for python in python3.13 python3.12 python3.11 python3; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exec $$python -m venv $(VENV); \
	done; \
	echo "lstmviz needs Python 3.11 or newer; none of python3.13, 3.12, 3.11 and python3 on the path is." >&2; exit 1
