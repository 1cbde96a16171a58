#!/bin/sh
# Runs the suite on SQLite, the browser tests on their own, and then what touches the database
# again on a private PostgreSQL.
set -eu
python="$VENV/bin/python"
if [ $# -gt 0 ]; then exec "$python" -m pytest "$@"; fi
"$python" -m pytest -n 2 -m "not browser"
# One browser at a time: two of them on a small machine starve each other.
"$python" -m pytest -m browser tests/browser
initdb=$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$initdb" ]; then
    echo "PostgreSQL is not installed: the services were tested on SQLite alone." >&2
    exit 0
fi
exec "$python" scripts/with_postgres.py "$(dirname "$initdb")" \
    "$python" -m pytest -n 2 -m "not browser and not slow" tests/accounts tests/audit tests/frameworks \
    --ignore tests/publishing/static_site \
    tests/indicators tests/evidence tests/intake tests/reviews tests/publishing tests/places tests/web \
    tests/api/test_work.py
