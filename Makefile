# Cairn. Plain `make` prints this help; the only prerequisite is Go (see go.mod).

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS   += --no-print-directory

GO        ?= go
BIN       := bin/cairn
TOOLS     := $(GO) tool -modfile=internal/tools/go.mod
TESTFLAGS ?=
RUNARGS   ?=
BENCH     ?= .
COUNT     ?= 6
FUZZTIME  ?= 10s
PKG       ?= ./...
EVERY     ?= 25
ONLY      ?=

# No cgo: one static binary. Only the race detector needs it (target race).
export CGO_ENABLED := 0

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  \033[1m%-10s\033[0m %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST)) \
	  | if [ -t 1 ] && [ -z "$${NO_COLOR:-}" ]; then cat; else sed $$'s/\033\\[[01]m//g'; fi

# Try it

.PHONY: demo
demo: build ## Build, then show a result on the demo data
	./$(BIN) demo

.PHONY: run
run: build ## Build, then serve the demo data on http://127.0.0.1:8080
	./$(BIN) serve --demo $(RUNARGS)

# Build and check

.PHONY: build
build: ## Build the static binary ./bin/cairn
	@mkdir -p $(dir $(BIN))
	$(GO) build -trimpath -o $(BIN) ./cmd/cairn

.PHONY: test
test: postgres-note ## Run all tests (Postgres suite too, where installed); TESTFLAGS=-v
	@[ "$${CI:-}" != true ] || export CAIRN_REQUIRE_POSTGRES=1; \
	  set -x; $(GO) test $(TESTFLAGS) $(PKG)

.PHONY: race
race: ## Run all tests under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race $(TESTFLAGS) $(PKG)

.PHONY: cover
cover: ## Run all tests, write coverage.out, print the total
	$(GO) test -coverpkg=./internal/... -coverprofile=coverage.out $(TESTFLAGS) $(PKG)
	$(GO) tool cover -func=coverage.out | tail -n 1

.PHONY: fuzz
fuzz: ## Run every fuzz test for a moment; FUZZTIME=10s PKG=./...
	@$(GO) test -list '^Fuzz' $(PKG) \
	  | awk '/^Fuzz/ {names = names " " $$1} /^ok/ {n = split(names, f, " "); for (i = 1; i <= n; i++) print $$2, f[i]; names = ""}' \
	  | while read -r pkg name; do \
	      echo "== $$pkg $$name"; \
	      $(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$pkg" </dev/null; \
	    done

.PHONY: bench
bench: ## Run the benchmarks into bin/bench.txt; BENCH=. COUNT=6 PKG=./...
	@mkdir -p bin
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) $(PKG) | tee bin/bench.txt
	@$(TOOLS) benchstat bin/bench.txt

.PHONY: mutate
mutate: ## Change the solver and the checker, see that tests notice; EVERY=25 FROM=0
	CAIRN_MUTATE=$(EVERY) CAIRN_MUTATE_FROM=$(FROM) $(GO) test ./internal/mutation -run 'TestMutants$$' -v -timeout 12h

.PHONY: long
long: ## A million audits against brute force, unseen cases against CBC (hours)
	@command -v cbc >/dev/null || echo "note: CBC (Debian: coinor-cbc) is not installed: its comparison is skipped" >&2
	CAIRN_LONG=1 $(GO) test ./internal/engine/solve -run 'BruteForce' -v -timeout 12h
	CAIRN_LONG=1 $(GO) test ./internal/interop/microaudit -v -timeout 12h

# The peer is a copy of the independent verifier with its libraries: CAIRN_VC_PEER.
CREDENTIALS := ../shared/data/credentials
PEER        := ../shared/tools/vc-peer

.PHONY: peer
peer: ## Install the independent credential peer into bin/vc-peer (needs Node), for CAIRN_VC_PEER=bin/vc-peer
	@mkdir -p bin && rm -rf bin/vc-peer && cp -r $(PEER) bin/vc-peer && chmod -R u+w bin/vc-peer
	cd bin/vc-peer && npm ci --no-audit --no-fund --ignore-scripts

.PHONY: test-peer
test-peer: ## Issue and verify both ways with the independent peer (CAIRN_VC_PEER=DIR)
	$(GO) test -count 1 -run 'Peer|BothWays' ./internal/interop/issuing ./internal/interop/dataintegrity ./internal/interop/jsonld

# One core for both sides, where the machine has taskset (util-linux).
ONE_CORE := $(shell command -v taskset >/dev/null 2>&1 && echo taskset -c 0)

.PHONY: bench-vc
bench-vc: ## Verifications of credentials on one core, here and (CAIRN_VC_PEER=DIR, make peer) in the independent peer, in one run
	GOMAXPROCS=1 $(ONE_CORE) $(GO) test -run '^$$' -bench 'Verify|Record|CLR50' ./internal/interop/dataintegrity ./internal/interop/verify
	@if [ -z "$${CAIRN_VC_PEER:-}" ]; then echo "CAIRN_VC_PEER is not set: no comparison (make peer)"; else \
	  cd internal/interop/verify && GOMAXPROCS=1 CAIRN_VC_PEER=$$(cd "$(CURDIR)" && cd "$$CAIRN_VC_PEER" && pwd) \
	  $(ONE_CORE) $(GO) test -run '^$$' -bench AgainstPeer -benchtime 1x .; fi

.PHONY: vet
vet: ## Run go vet
	$(GO) vet ./...

.PHONY: lint
lint: ## Run golangci-lint (the first time it is compiled: minutes)
	$(TOOLS) golangci-lint run

.PHONY: fmt
fmt: ## Format the Go code (gofumpt, import groups)
	$(TOOLS) golangci-lint fmt

.PHONY: fmt-check
fmt-check: ## Fail if a Go file is not gofmt-clean
	@bad=$$($${GOFMT:-gofmt} -l $$(git ls-files -co --exclude-standard '*.go')); \
	  [ -z "$$bad" ] || { printf 'not gofmt-clean (run make fmt):\n%s\n' "$$bad" >&2; exit 1; }

.PHONY: generate
generate: ## Regenerate the Go code of the page templates (templ)
	$(TOOLS) templ generate -path internal/web

.PHONY: screenshots
screenshots: ## Take the pictures of pages that the documentation shows (needs Chromium)
	@mkdir -p docs/images
	CAIRN_REQUIRE_BROWSER=1 CAIRN_SCREENS=docs CAIRN_SCREENS_DIR=$(CURDIR)/docs/images $(GO) test -count 1 -run 'TestScreens$$' ./internal/web

.PHONY: screens
screens: ## Take every page at three widths in both themes into bin/screens; ONLY=text of the address
	@mkdir -p bin/screens
	CAIRN_REQUIRE_BROWSER=1 CAIRN_SCREENS=all CAIRN_SCREENS_ONLY='$(ONLY)' CAIRN_SCREENS_DIR=$(CURDIR)/bin/screens $(GO) test -count 1 -run 'TestScreens$$' ./internal/web

.PHONY: openapi
openapi: ## Regenerate the golden OpenAPI document under docs
	$(GO) test ./internal/api/... -run 'OpenAPI' -update

.PHONY: clean
clean: ## Remove what make made
	rm -rf bin coverage.out

# One clear line when the Postgres suite cannot run here. With CI=true nothing may be
# skipped: the test helper reads CAIRN_REQUIRE_POSTGRES and fails instead.
.PHONY: postgres-note
postgres-note:
	@if [ "$${CI:-}" != true ] && [ -z "$${TEST_DATABASE_URL:-}" ] \
	   && ! command -v initdb >/dev/null 2>&1 \
	   && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then \
	  echo "note: PostgreSQL's server programs (initdb) are not installed: the Postgres suite is skipped" >&2; \
	fi
