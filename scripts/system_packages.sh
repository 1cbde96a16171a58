#!/bin/sh
# Installs Chromium, PostgreSQL, fonts, qpdf, wrk and Java for the tests where the system's packages may be
# used; otherwise says what is missing and what the tests will then leave out.
set -u
wanted=""
command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
fc-list 2>/dev/null | grep -qi "NotoSansArabic\|Noto Sans Arabic" || wanted="$wanted fonts-noto-core"
command -v qpdf >/dev/null 2>&1 || wanted="$wanted qpdf"
command -v wrk >/dev/null 2>&1 || wanted="$wanted wrk"
command -v java >/dev/null 2>&1 || wanted="$wanted default-jre-headless"
[ -z "$wanted" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$wanted from the system's packages …"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted; } >/dev/null 2>&1 && exit 0
    echo "The system's packages could not be installed." >&2
fi
cat >&2 <<TXT
Missing on this machine:$wanted
 - without chromium the browser tests are skipped;
 - without postgresql the services are tested on SQLite alone;
 - without qpdf the tags of the report are not read back from its PDF;
 - without wrk the page benchmark cannot run;
 - without default-jre-headless the engine is tested on DuckDB and ClickHouse and not on Spark.
On Debian or Ubuntu: sudo apt-get install$wanted
TXT
exit 0
