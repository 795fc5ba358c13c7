#!/bin/sh
# environment.sh REQUIREMENTS - make the virtual environment once and install one pinned list into it.
# Quick when nothing changed: the checksum of the list is kept beside the packages it brought. Our own modules
# are compiled here, as pip does those of packages: the account that serves may not write beside them.
# Settings: VENV (default .venv), PYTHON (the interpreter to make it with).
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
list=$1

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
        if is_new_enough "$name"; then echo "$name"; return; fi
    done
    echo "Python 3.11 or newer was not found. Install it, or name it: make PYTHON=/path/to/python3" >&2
    exit 2
}

# Debian keeps the part of Python that makes environments in a package of its own.
complete_python() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    if [ -f /etc/debian_version ]; then
        package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else
            echo "$1 cannot make environments. Run: sudo apt-get install $package" >&2
            exit 2
        fi
        echo "==> Installing Debian's $package, which $1 needs to make an environment"
        $sudo apt-get update -qq
        $sudo apt-get install -y -qq "$package" >/dev/null
    else
        echo "$1 comes without ensurepip and venv. Install a complete Python 3.11 or newer." >&2
        exit 2
    fi
}

if ! is_new_enough "$venv/bin/python"; then
    python=$(find_python)
    complete_python "$python"
    echo "==> Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi

# Where nobody may write, every start compiles anew: slower, and no fault.
"$venv/bin/python" -m compileall -qq app.py coop etl tools || :

checksum=$(cksum <"$list")
stamp=$venv/installed-$(basename "$list" .txt)
if [ "$(cat "$stamp" 2>/dev/null)" = "$checksum" ]; then
    echo "==> Packages of $list: installed"
    exit 0
fi
echo "==> Installing the packages of $list into $venv (each checked against its hash)"
"$venv/bin/python" -m pip install --disable-pip-version-check --require-hashes -r "$list"
echo "$checksum" >"$stamp"
# What tests need contains what the dashboard needs, in the same versions.
if [ "$list" = requirements-dev.txt ]; then
    cksum <requirements.txt >"$venv/installed-requirements"
fi
