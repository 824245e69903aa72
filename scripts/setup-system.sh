#!/usr/bin/env bash
# Installs the system packages that building the FAISS addon, testing in Chromium, tests of locks (faketime, unshare), of a machine without
# a network (unshare, ip) and imports from PostgreSQL and indexes in it need, on Debian and Ubuntu. With --list it only prints the missing ones. Other systems: see docs/release.md for the names.
set -euo pipefail

packages=(g++ make python3 python3-setuptools python3-wheel libfaiss-dev libopenblas-dev chromium fonts-dejavu-core faketime util-linux iproute2 postgresql postgresql-server-dev-all)

installed() {
  case "$1" in
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ;;
    # Tests start their own server, so the programs of any version are enough.
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ;;
    postgresql-server-dev-all) ls -d /usr/include/postgresql/*/server >/dev/null 2>&1 ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
  esac
}

missing=()
for package in "${packages[@]}"; do
  installed "$package" || missing+=("$package")
done

if [ "${1:-}" = --list ]; then
  echo "${missing[*]:-}"
  exit 0
fi
[ ${#missing[@]} -eq 0 ] && exit 0

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends "${missing[@]}"
