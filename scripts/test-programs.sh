#!/bin/sh
# The tests run a real redis-server, a real Chromium and openssl: installs those that are missing, or says how to.
set -eu
cd "$(dirname "$0")"
. ./system-packages.sh

has_redis() {
    command -v redis-server >/dev/null
}

# The names that distributions give it; Google Chrome will do.
has_chromium() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

# It makes the certificate of the tests over HTTPS.
has_openssl() {
    command -v openssl >/dev/null
}

has_redis || apt_install redis-server || true
has_openssl || apt_install openssl || true
has_chromium || apt_install chromium || true

if ! has_redis; then
    say "The tests need redis-server, and it is not on the PATH."
    say_how redis-server redis "redis    # since Fedora 41: valkey-compat-redis" valkey
fi
if ! has_chromium; then
    say "The tests need Chromium, and it is not on the PATH."
    say_how "chromium    # Ubuntu: chromium-browser" "--cask chromium" chromium chromium
fi
if ! has_openssl; then
    say "The tests need openssl, and it is not on the PATH."
    say_how openssl openssl openssl openssl
fi
has_redis && has_chromium && has_openssl || exit 1
