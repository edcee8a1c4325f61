# Every target is one or two plain commands; README has the same without make.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: book serve lab zip wheel colab test check clean

book:  ## build the book into _build/html
	@$(PYTHON) book/environment.py
	@$(BIN)/python book/build.py

serve:  ## show the built book on 127.0.0.1
	@$(PYTHON) book/serve.py

lab:  ## open the notebooks, everything live
	@$(PYTHON) book/environment.py
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks

zip: book  ## the book as one file for offline reading, dist/mathematics-for-ai.zip
	@$(BIN)/python book/pack.py

wheel:  ## the package as a wheel, in dist
	@$(PYTHON) book/environment.py
	rm -rf build  # or a module that is gone would be in the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

colab:  ## the notebooks as Colab needs them, in _build/colab; for the publishing workflow
	@$(PYTHON) book/colab.py

test:  ## every test, browser tests included
	@$(PYTHON) book/environment.py --dev
	@$(BIN)/python tests/browser_path.py --install
	$(BIN)/python -m pytest

check:  ## the quick half: format, lint, types, stripped notebooks, quick tests
	@$(PYTHON) book/environment.py --dev
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy
	$(BIN)/python book/strip.py --check
	$(BIN)/python -m pytest tests -m "not slow" -q

clean:  ## remove the built book and everything kept for the next build
	rm -rf _build build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
