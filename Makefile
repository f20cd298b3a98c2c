# Every target does its own set-up. Windows: py packaging\dev.py run, py packaging\dev.py test
PYTHON ?= python3
DEV = $(PYTHON) packaging/dev.py
.DEFAULT_GOAL := help
.PHONY: help run demo test check proof bench dist catalogues

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r target text; do printf '%-18s %s\n' "$$target" "$$text"; done

run: ## start the program from the checkout
	@$(DEV) run

demo: ## an invented desk: the tour through the real windows, pictures, letters, reports; needs no display
	@$(DEV) demo

test: ## run the tests with reduced counts (at most 8 minutes)
	@$(DEV) test

check: ## format, lint, types, layers, catalogues, data files
	@$(DEV) check

proof: ## kills, faults and fuzz with the full counts; writes the figures into docs/
	@$(DEV) proof

bench: ## measure speed and memory
	@$(DEV) bench

dist: ## build sdist and wheel and try the wheel
	@$(DEV) dist

catalogues: ## collect the texts for translation and compile the catalogues
	@$(DEV) catalogues
