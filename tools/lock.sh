#!/bin/sh
# lock.sh - pin everything the direct dependencies of pyproject.toml need, with hashes, for Linux, macOS
# and Windows and every Python from 3.11. Versions already pinned stay unless pyproject.toml forbids
# them; `UPGRADE=1 make lock` takes the newest. uv does the compiling, in an environment thrown away after.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${VENV:-.venv}/bin/python" -m venv "$scratch/uv"
"$scratch/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv

compile() {
    output=$1
    shift
    echo "==> Pinning $output"
    "$scratch/uv/bin/uv" pip compile --quiet --no-config --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        ${UPGRADE:+--upgrade} --output-file "$output" "$@"
}

compile requirements.txt pyproject.toml
compile requirements-dev.txt --group dev --constraint requirements.txt pyproject.toml
compile requirements-bench.txt --group bench --constraint requirements-dev.txt pyproject.toml
# Without the project itself: what an engine elsewhere needs comes on top of one of the other two.
compile requirements-spark.txt --group spark --constraint requirements-dev.txt
