#!/usr/bin/env bash
# Runs staticcheck and govulncheck, at fixed versions and without making them dependencies of the
# module. A tool, or a database, that cannot be had is told in one line; what a tool finds fails.
set -euo pipefail
cd "$(dirname "$0")/.."
export GOBIN="$PWD/bin/tools"

# fetch NAME PACKAGE@VERSION
fetch() {
  local said
  if ! said=$(go install "$2" 2>&1); then
    echo "$1: not checked, $2 cannot be had here ($(tail -n 1 <<<"$said"))"
    return 1
  fi
}

if fetch staticcheck honnef.co/go/tools/cmd/staticcheck@v0.8.2; then
  echo staticcheck ./...
  "$GOBIN/staticcheck" ./...
fi

if fetch govulncheck golang.org/x/vuln/cmd/govulncheck@v1.8.0; then
  echo govulncheck ./...
  code=0
  said=$("$GOBIN/govulncheck" ./... 2>&1) || code=$?
  case $code in
    0) ;;
    3) # its code for "found something"
      echo "$said"
      exit 1
      ;;
    *) echo "govulncheck: not checked ($(tail -n 1 <<<"$said"))" ;;
  esac
fi
