# One command each. Everything that needs the environment builds it first: .venv is ready only when
# .venv/.ready exists, and it is rebuilt when requirements.lock changes or the checkout has moved.
# Works with GNU make 3.81 and later. On Windows: see environment.yml.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help reports figures lab test soak verapdf axe office lint notebooks gallery docs fonts lock clean
.PHONY: rebuild

BIN := .venv/bin
export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1
# The environment speaks for itself: its own kernels first, nothing from the shell on its path,
# compiled modules kept (without them every start takes twice the time).
export JUPYTER_PREFER_ENV_PATH = 1
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE MPLBACKEND

help:  ## vis denne liste
	@echo "Brug: make <mål>"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'
	@echo "En bestemt Python, når .venv bygges: make PYTHON=/sti/til/python <mål>"

reports: .venv/.ready  ## figurer, landsrapport og en rapport til hver kommune i reports/
	$(BIN)/fagligheder figures --out reports/figurer
	$(BIN)/fagligheder reports --all

figures: .venv/.ready  ## kun figurer og tabeller i reports/figurer/
	$(BIN)/fagligheder figures --out reports/figurer

lab: .venv/.ready  ## åbn notesbøgerne i JupyterLab
	$(BIN)/fagligheder explore

test: lint  ## stil, typer, test og notesbøger
	$(BIN)/python -m pytest -n 2 --dist loadscope --nbval --durations 10 tests notebooks

soak: .venv/.ready  ## 200 fejl efter hinanden i rapporternes kørsel (en halv time)
	$(BIN)/python tests/fagligheder/run/soak.py 200

verapdf: .venv/.ready .tools/verapdf/.ready  ## prøv PDF'erne i reports/ mod PDF/UA-1 og PDF/A-3a
	$(BIN)/python tools/verapdf.py --self-test reports/0727-odder.pdf

axe: .venv/.ready .tools/axe/.ready  ## prøv HTML-siderne i reports/ med axe-core
	$(BIN)/python tools/axe.py --self-test reports/0727-odder.html

office: .venv/.ready .tools/office/.ready  ## prøv Excel- og PowerPoint-filer i reports/ med Open XML SDK
	$(BIN)/fagligheder tables && $(BIN)/fagligheder slides
	$(BIN)/python tools/office.py --self-test reports/tabeller/tabeller.xlsx

lint: .venv/.ready  ## stil og typer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

notebooks: .venv/.ready  ## kør notesbøgerne, og gem deres resultater i dem
	$(BIN)/python tools/refresh_notebooks.py

gallery: .venv/.ready  ## kør vejledningernes linjer, og gem deres billeder i docs/images/
	$(BIN)/python tools/gallery.py

docs: .venv/.ready  ## vejledningerne som hjemmeside i build/docs/ (åbn index.html)
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --doctree-dir build/doctrees --conf-dir docs . build/docs
	@echo "build/docs/index.html"

fonts: .venv/.ready  ## skær skriften til på ny i src/analysis/display/figures/typeface
	$(BIN)/python tools/cut_fonts.py

lock:  ## lås pakkernes versioner på ny i requirements.lock
	@python=$$(sh tools/find_python.sh) && "$$python" tools/lock.py

clean:  ## slet det, der kan laves igen (ikke miljøet i .venv)
	find reports -mindepth 1 ! -name README.md -delete
	rm -rf build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find src tests tools notebooks benchmarks docs -name __pycache__ -o -name .ipynb_checkpoints 2>/dev/null | xargs rm -rf

# What only verapdf, axe and office need lies in .tools, outside the environment.
.tools/verapdf/.ready: tools/verapdf.lock .venv/.ready
	@rm -rf $(@D)
	@$(BIN)/python -m pip install -qq --no-deps --only-binary :all: --require-hashes \
	--target $(@D) -r $< </dev/null
	@touch $@

.tools/axe/.ready: tools/axe_core/package-lock.json
.tools/office/.ready: tools/office_validator/package-lock.json
.tools/axe/.ready .tools/office/.ready:
	@rm -rf $(@D) && mkdir -p $(@D) && cp $(<D)/package.json $< $(@D)
	@command -v npm >/dev/null || { echo "$(notdir $(@D)): npm mangler. På Debian: sudo apt install nodejs npm" >&2; exit 2; }
	@cd $(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund </dev/null
	@touch $@

# .venv/.packages holds the folder it was built in, so that a moved or copied checkout builds its own.
ifneq ($(shell $(BIN)/python -c "" 2>/dev/null && cat .venv/.packages 2>/dev/null),$(CURDIR))
.venv/.packages: rebuild
endif

.venv/.packages: requirements.lock
	@rm -f .venv/.packages .venv/.ready
	@python=$$(sh tools/find_python.sh) && \
	echo "fagligheder: bygger miljøet i .venv med $$python (et par minutter første gang)" && \
	"$$python" -m venv --clear .venv </dev/null
	@$(BIN)/python -m pip install -qq --only-binary :all: --require-hashes -r requirements.lock </dev/null || \
	{ echo "fagligheder: pakkerne blev ikke installeret (se ovenfor). Ret fejlen, og kør kommandoen igen." >&2; exit 1; }
	@echo "$(CURDIR)" > $@

.venv/.ready: .venv/.packages pyproject.toml
	@rm -f $@
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable . </dev/null
	@touch $@
