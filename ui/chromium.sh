#!/usr/bin/env bash
# Prints where Chromium is. Installs Debian's when there is none and we may; $CHROMIUM overrides.
set -euo pipefail

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name"; then return 0; fi
    done
    return 1
}

if ! find_chromium; then
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || { echo "Chromium is missing: install it (Debian: sudo apt-get install chromium), or set CHROMIUM to its path" >&2; exit 1; }
        as_root=(sudo -n)
    fi
    command -v apt-get >/dev/null || { echo "Chromium is missing and there is no apt-get: install it, or set CHROMIUM to its path" >&2; exit 1; }
    echo "installing Chromium from Debian's packages" >&2
    "${as_root[@]}" apt-get update -qq >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >&2
    find_chromium
fi
