# What a developer runs. `make` alone lists it. CI runs .ci/run, which runs `make check` and `make test`.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PKG ?= ./...
CLAIMS ?= 300000
FUZZTIME ?= 10s
SCALE ?= full

.PHONY: help build demo test race check generate generated lint bench fuzz assets clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' Makefile

build: ## the one binary, bin/balans
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/balans ./cmd/balans

demo: build ## an invented agency on http://localhost (SCALE=small, full, …)
	./bin/balans demo --scale $(SCALE)

test: ## all tests, with PostgreSQL, Chromium and an OpenID provider around them; nothing may be skipped (PKG=./law/...)
	go run ./testenv -summary -- go test -json $(PKG)

race: ## the tests of the journal under the race detector
	go run ./testenv -summary -- go test -json -race ./journal/...

check: lint generated ## format, vet, staticcheck, known vulnerabilities, generated and fetched files

lint:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	testenv/analyse.sh
	@cd desk/staff/assets && sha256sum --quiet -c SHA256SUMS

generate: ## write the generated files again
	go generate ./...

# The tree may have changes of its own; what counts is whether generating changes it further.
generated:
	@state() { git -c safe.directory='*' diff | sha256sum; git -c safe.directory='*' status --porcelain; }; \
	before=$$(state); $(MAKE) --no-print-directory generate; after=$$(state); \
	if [ "$$before" != "$$after" ]; then \
		echo "generated files were out of date; make generate has written them, commit them:"; \
		git -c safe.directory='*' status --short; exit 1; \
	fi

bench: build ## beside PostgreSQL, SQLite and DuckDB on the same data in one run (CLAIMS=30000)
	go run ./testenv -chromium=false -- go run ./bench -claims $(CLAIMS)

fuzz: ## every fuzz target for FUZZTIME (10s)
	@grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sort | while IFS=: read -r file target; do \
		target=$${target#func }; echo "$$(dirname $$file) $$target"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$(dirname $$file)" </dev/null; \
	done

assets: ## fetch styles, font and axe-core again and check them against their pinned sums
	desk/staff/assets/fetch.sh

clean: ## remove what was built
	rm -rf bin coverage*
