#!/bin/sh
# Makes .venv where there is no usable one, and installs one lock file and the board into it.
# Usage: install.sh runtime|dev
#
# Quick when there is nothing to do: .venv/.installed holds the checksum of what was installed.
set -eu
cd "$(dirname "$0")/.."
cd "$(pwd -P)"
. scripts/system-packages.sh

main() {
    case $1 in
    runtime) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) say "install.sh: unknown set '$1'"; exit 2 ;;
    esac
    usable_venv || make_venv
    installed "$lock" || installed requirements-dev.lock || install "$lock"
}

# A .venv of a removed Python, of an old one, cut short, or copied from another folder is not usable.
# The copied one matters most: its commands would quietly run the other folder's code.
usable_venv() {
    .venv/bin/python -c "$NEW_ENOUGH" 2>/dev/null && grep -qF "$PWD/.venv/bin/" .venv/bin/pip 2>/dev/null
}

make_venv() {
    python=$(find_python)
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# The development lock holds every pin of the runtime lock, so having it is having both.
installed() {
    [ "$(cat .venv/.installed 2>/dev/null)" = "$(fingerprint "$1")" ]
}

fingerprint() {
    cat "$1" pyproject.toml | cksum
}

# The build backend comes from the lock too, hence no build isolation (docs/decisions/0001-dependencies.md).
install() {
    say "Installing $1 into .venv (the first time takes a minute)"
    rm -f .venv/.installed
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    .venv/bin/python -m pip install --quiet --require-hashes --requirement "$1"
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
    fingerprint "$1" >.venv/.installed
}

NEW_ENOUGH='import sys; sys.exit(sys.version_info < (3, 11))'

# Prints a Python that can make a .venv. Debian's cannot until its venv package is there.
# Plain python3 comes last: it may be newer than the wheels of the locked packages, which would need a compiler.
find_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.13 python3.12 python3.11 python3; fi
    bare=
    for candidate in "$@"; do
        "$candidate" -c "$NEW_ENOUGH" 2>/dev/null || continue
        if has_venv "$candidate"; then echo "$candidate"; return; fi
        bare=${bare:-$candidate}
    done
    if [ -z "$bare" ]; then no_python "$@"; exit 1; fi
    package=$("$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if apt_install "$package" && has_venv "$bare"; then echo "$bare"; return; fi
    say "$bare cannot make a virtual environment: its ensurepip module is missing."
    say "On Debian and Ubuntu install it so, then run make again:"
    say "    sudo apt-get install $package"
    exit 1
}

has_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

no_python() {
    say "The board needs Python 3.11 or newer. Looked for:"
    for candidate in "$@"; do
        say "    $candidate: $("$candidate" --version 2>/dev/null || echo 'not found')"
    done
    say_how "python3 python3-venv    # of Debian 12, Ubuntu 24.04 or later" "python@3.13" "python3" "python"
    say "Or say where one is: make demo PYTHON=/path/to/python3.13"
}

main "$@"
