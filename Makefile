# One word for each job. packaging/develop.py does the work and runs without make, too.
# make test ARGS="tests/domain -k scan" passes arguments on.
PYTHON ?= python3
ARGS ?=

.PHONY: run test check lock clean

run test check lock:
	@$(PYTHON) packaging/develop.py $@ $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info demo-output
	find app printing resources packaging tests -name __pycache__ -type d -prune -exec rm -rf {} +
