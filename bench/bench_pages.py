"""Time warm public pages behind gunicorn, beside a bare Django view on the same server settings.

Run ``python bench/bench_pages.py``. Two servers are started one after the other with the settings
of ``deploy/gunicorn.conf.py``: Milepost with the synthetic editions of the tests, and a Django
project of one view that returns 8 kB read from disk. ``wrk`` asks each with 50 connections over
several pages. Prints one JSON object; exits 1 when a goal is missed: at least 1,500 requests a
second and 95 % of answers within 40 ms.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from measured import say  # noqa: E402
from tests.factories.bundle import write_releases  # noqa: E402 -- the path is set above

GUNICORN = Path(sys.executable).with_name("gunicorn")
CONFIGURATION = ROOT / "deploy" / "gunicorn.conf.py"
PORT = 8197
CONNECTIONS, THREADS, SECONDS = 50, 2, 8
LEAST_RATE, MOST_MS = 1500, 40
PAGES = (
    "/en/",
    "/en/editions/2019/plan-8-points/goals/1/",
    "/en/editions/2019/plan-8-points/benchmarks/1.1/",
    "/ar/editions/2019/plan-8-points/benchmarks/2.1/",
    "/fr/editions/2019/places/608/",
)
BARE = """
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

HERE = Path(__file__).parent
settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[]
)


def page(request):
    return HttpResponse((HERE / "page.html").read_bytes())


urlpatterns = [path("", page)]
application = get_wsgi_application()
"""
WRK_SCRIPT = """
local pages = {%s}
local turn = 0
request = function()
  turn = turn + 1
  return wrk.format("GET", pages[turn %% #pages + 1], {["Accept-Encoding"] = "gzip"})
end
done = function(summary, latency, requests)
  io.write(string.format("RESULT %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(95), summary.errors.status + summary.errors.timeout))
end
"""


def serve(application: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start gunicorn in a folder and wait until it answers."""
    server = subprocess.Popen(
        [
            str(GUNICORN),
            *("--config", str(CONFIGURATION), "--bind", f"127.0.0.1:{PORT}"),
            *("--chdir", str(folder), application),
        ],
        env={**os.environ, **environment},
    )
    for _attempt in range(100):
        time.sleep(0.1)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5).read()
        except OSError:
            continue
        return server
    server.terminate()
    sys.exit("The server did not start.")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop a server that this script started."""
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=20)


def ask(pages: tuple[str, ...], folder: Path) -> dict[str, float]:
    """Warm the pages in every process, then load them; return rate, p95 in ms and failures."""
    for path in pages * 12:
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=30).read()
    script = folder / "pages.lua"
    script.write_text(WRK_SCRIPT % ", ".join(f'"{path}"' for path in pages), encoding="utf-8")
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script)]
    ran = subprocess.run(
        [*command, f"http://127.0.0.1:{PORT}"], capture_output=True, text=True, check=True
    )
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", ran.stdout)
    if found is None:
        sys.exit(ran.stdout + ran.stderr)
    requests, microseconds, p95, failed = (int(value) for value in found.groups())
    return {
        "requests_per_second": round(requests / (microseconds / 1e6)),
        "p95_ms": round(p95 / 1000, 1),
        "failed": failed,
    }


def main() -> None:
    """Measure both servers and print the comparison."""
    if shutil.which("wrk") is None:
        print(json.dumps({"bench": "pages", "skipped": "wrk is not installed"}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "releases").mkdir()
        write_releases(folder / "releases")
        (folder / "page.html").write_bytes(b"<p>page</p>" * 745)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        environment = {"MILEPOST_HOME": name, "DJANGO_SETTINGS_MODULE": "milepost.config.settings"}
        server = serve("milepost.config.wsgi:application", ROOT, environment)
        try:
            pages = ask(PAGES, folder)
        finally:
            stop(server)
        server = serve("bare:application", folder, {})
        try:
            bare = ask(("/",), folder)
        finally:
            stop(server)
    rate, late = pages["requests_per_second"], pages["p95_ms"]
    met = rate >= LEAST_RATE and late <= MOST_MS and not pages["failed"]
    print(
        json.dumps(
            {
                "bench": "pages",
                "connections": CONNECTIONS,
                "milepost": pages,
                "bare_django_view": bare,
                "ratio": round(rate / bare["requests_per_second"], 2),
                "goal": f">= {LEAST_RATE}/s and p95 <= {MOST_MS} ms",
                "met": met,
            }
        )
    )
    say("requests a second", rate, LEAST_RATE, "a second", at_least=True)
    say("p95 of a page", late, MOST_MS, "ms")
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
