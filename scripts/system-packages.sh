# Sourced by the other scripts: installs system packages where that needs no question, else says what to install.

say() {
    printf '%s\n' "$*" >&2
}

# Installs Debian packages, or fails: no apt-get, no right to use it without a password, no such package.
apt_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
    say "Installing $* with apt-get"
    apt_get install "$@" >/dev/null 2>&1 || { apt_get update && apt_get install "$@"; } >&2
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq --yes --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# say_how DEBIAN HOMEBREW FEDORA ARCH: the command for this machine, or all where it is none of these.
say_how() {
    say "Install on this machine, then run make again:"
    if command -v apt-get >/dev/null; then say "    sudo apt-get install $1"
    elif command -v brew >/dev/null || [ "$(uname)" = Darwin ]; then say "    brew install $2"
    elif command -v dnf >/dev/null; then say "    sudo dnf install $3"
    elif command -v pacman >/dev/null; then say "    sudo pacman -S $4"
    else
        say "    Debian, Ubuntu:  sudo apt-get install $1"
        say "    macOS:           brew install $2"
        say "    Fedora:          sudo dnf install $3"
        say "    Arch:            sudo pacman -S $4"
    fi
}
