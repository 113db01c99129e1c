#!/bin/sh
# Writes requirements.lock and requirements-dev.lock from pyproject.toml, for every platform and Python 3.11 on.
# Only the public package index counts, whatever this machine is set up to use: the hashes must be everybody's.
set -eu
cd "$(dirname "$0")/.."
unset UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_CONSTRAINT UV_OVERRIDE
export UV_CUSTOM_COMPILE_COMMAND='make lock'

compile() {
    .venv/bin/uv --no-config --quiet pip compile pyproject.toml --group build \
        --universal --python-version 3.11 --generate-hashes "$@"
}

compile "$@" --output-file requirements.lock
compile "$@" --extra dev --constraints requirements.lock --output-file requirements-dev.lock
