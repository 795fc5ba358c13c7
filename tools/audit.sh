#!/bin/sh
# audit.sh - what is the dashboard made of, under which licences, and is any of it known to be vulnerable.
# Bill of materials and licences need no network. pip-audit (of the Python Packaging Authority) is installed
# into an environment thrown away after, as it brings some thirty packages that nothing else here needs; where it
# or its database cannot be reached, one sentence says so and the rest stands.
# Exit code 1: a licence binds the product, or a vulnerability is known.
set -eu
cd "$(dirname "$0")/.."
python=${VENV:-.venv}/bin/python
"$python" -m tools.sbom
"$python" -m tools.licences
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo "==> Asking the database of known vulnerabilities"
"$python" -m venv "$scratch/audit"
if ! "$scratch/audit/bin/python" -m pip install --quiet --disable-pip-version-check pip-audit 2>"$scratch/why"; then
    echo "pip-audit could not be installed from here, so known vulnerabilities were NOT looked up."
    exit 0
fi
"$scratch/audit/bin/pip-audit" -r requirements.txt --require-hashes --disable-pip --progress-spinner off \
    --timeout 15 --format json --output "$scratch/found.json" 2>"$scratch/why" || true
if [ ! -s "$scratch/found.json" ]; then
    echo "The database of known vulnerabilities cannot be reached from here, so they were NOT looked up."
    exit 0
fi
"$python" -m tools.vulnerabilities "$scratch/found.json"
