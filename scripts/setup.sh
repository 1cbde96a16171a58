#!/bin/sh
# Makes the virtual environment from one hash lock and installs the package itself from this folder.
set -eu
lock=$1
if ! "$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
    for candidate in python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1; then PYTHON=$candidate; break; fi
    done
fi
"$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || {
    echo "Milepost needs Python 3.11, 3.12 or 3.13. Name one: make demo PYTHON=/path/to/python3.12" >&2
    exit 1
}
if [ ! -x "$VENV/bin/python" ] || ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
    "$PYTHON" -m venv "$VENV" || {
        echo "Python could not make a virtual environment; on Debian install python3-venv." >&2
        exit 1
    }
fi
echo "Installing from $lock (about half a minute the first time) …"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
