# Everything a person does with the suite. `make help` explains the targets from their `##` comments.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

VENV := .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
RUN := $(VENV)/bin/python
LOCAL := $(RUN) -m escalated_local
UI := gateway/ui

PROJECTS := $(wildcard libs/*/pyproject.toml services/*/pyproject.toml gateway/web/pyproject.toml deploy/local/pyproject.toml)
UI_SOURCES := $(shell find $(UI) \( -name node_modules -o -name dist -o -name e2e \) -prune -o -type f -print 2>/dev/null)

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^##@/ {print "\n" substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Running

.PHONY: up
up: install ui ## Start everything and say where to go. ARGS=--no-demo leaves the desk empty
	@$(LOCAL) up $(ARGS)

.PHONY: down
down: ## Stop everything; data stay
	@if [ -x $(RUN) ]; then $(LOCAL) down; fi

.PHONY: status
status: ## Show the processes, their restarts and memory
	@$(LOCAL) status

.PHONY: ports
ports: ## Show what listens where and how to choose
	@$(LOCAL) ports

.PHONY: logs
logs: ## Follow a log: make logs SERVICE=tickets (or postgres, nats, gateway, supervisor, access, ...)
	@$(LOCAL) logs --follow $(or $(SERVICE),supervisor)

.PHONY: psql
psql: ## Open a service's database: make psql SERVICE=tickets
	@$(LOCAL) psql $(or $(SERVICE),tickets)

.PHONY: events
events: ## Follow the events of the desk: make events SUBJECT='escalated.tickets.>'
	@$(LOCAL) sub '$(or $(SUBJECT),escalated.>)'

##@ Building

.PHONY: install
install: $(VENV)/.installed ## Make .venv with all libraries and services (skipped when nothing changed)

$(VENV)/.installed: requirements/dev.txt $(PROJECTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@[ -x $(RUN) ] || $(PYTHON) -m venv $(VENV)
	@echo "Installing libraries into $(VENV) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	  $(foreach project,$(PROJECTS),-e $(dir $(project)))
	@touch $@

.PHONY: ui
ui: $(UI)/dist/index.html ## Build the web UI (skipped when nothing changed)

$(UI)/node_modules/.package-lock.json: $(UI)/package-lock.json
	@echo "Installing the UI's packages ..."
	@cd $(UI) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(UI)/dist/index.html: $(UI)/node_modules/.package-lock.json $(UI_SOURCES)
	@echo "Building the UI ..."
	@cd $(UI) && npm run --silent build
	@touch $@

.PHONY: generate
generate: install ## Make again what is generated and committed: contracts, pages, settings, gateway, OpenAPI
	@scripts/generate-contracts
	@$(LOCAL) generate
	@$(RUN) scripts/merge_openapi.py
	@$(RUN) scripts/document_settings.py

.PHONY: openapi
openapi: install ## Merge the services' OpenAPI documents into the gateway's
	@$(RUN) scripts/merge_openapi.py

.PHONY: requirements
requirements: install ## Compile requirements/*.in into hashed *.txt
	@for name in build runtime local dev; do \
	  $(VENV)/bin/uv pip compile --quiet --no-header --no-annotate --generate-hashes --python-version 3.11 \
	    requirements/$$name.in -o requirements/$$name.txt; \
	done

##@ Checking

.PHONY: test
test: install ui ## Everything CI runs: format, lint, types, import rules, generated files, tests
	@scripts/check

.PHONY: lint
lint: install ## Format, lint and import rules
	@scripts/check lint imports

.PHONY: types
types: install ## mypy, strict
	@scripts/check types

.PHONY: bench
bench: install ## Measure on the bench desk (one million tickets; a while the first time)
	@scripts/bench $(ARGS)

.PHONY: clean
clean: down ## Remove everything made here except data: caches, the UI's build, .venv
	@rm -rf $(VENV) $(UI)/dist $(UI)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: erase
erase: down ## Remove the desk's data (.run); asks first
	@read -r -p "Remove .run with all tickets, mail and keys? [y/N] " answer && [ "$$answer" = y ] && $(LOCAL) erase

##@ Containers

TAG := 0.1.0
SERVICES := identity tickets sla notifications

.PHONY: images
images: ## Build the images that docker-compose.yml and deploy/k8s name
	@for service in $(SERVICES); do \
	  docker build --quiet -t escalated-$$service:$(TAG) --build-arg SERVICE=$$service -f deploy/docker/service.Dockerfile .; \
	done
	@docker build --quiet -t escalated-setup:$(TAG) -f deploy/docker/setup.Dockerfile .
	@docker build --quiet -t escalated-web:$(TAG) -f deploy/docker/web.Dockerfile .

.PHONY: k8s-secrets
k8s-secrets: install ## Make the credentials of deploy/k8s/overlays/dev, once
	@$(RUN) -m escalated_local.containers write-config --out deploy/k8s/overlays/dev/secrets

.PHONY: compose-smoke
compose-smoke: ## Do the desk's main job once through the gateway of a running suite
	@deploy/docker/smoke
