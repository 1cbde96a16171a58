"""Time a long report: 100 pages or more with 60 charts or more, under 20 s, charts drawn anew.

The world's report of the demo's last edition, the treaties of every region and the profiles of
as many countries as it takes are put into one content tree, which is then written in each form.
In the same run Typst sets plain text on as many pages, tagged likewise: the ratio says what the
tables, drawings and links cost beyond that. Exits 1 when the PDF or the Word file takes 20 s or
more with all that leads to it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

HOME = Path(tempfile.mkdtemp(prefix="milepost-bench-"))
os.environ["MILEPOST_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
LIMIT = 20.0
PAGES, CHARTS = 100, 60
PLAIN = """
#set document(title: "Plain")
#set text(lang: "en", size: 10pt)
#for n in range({pages}) [= Page #n
#lorem(420)
#pagebreak(weak: true)]
"""


def main() -> int:
    """Build the demo, then the report in each form."""
    import django  # noqa: PLC0415 -- settings read the home folder that is made above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from milepost.kernel.actors import system_actor  # noqa: PLC0415
    from milepost.publishing.demo import build_demo  # noqa: PLC0415
    from milepost.publishing.report.forms import FORMS, write  # noqa: PLC0415
    from milepost.publishing.report.opening import open_bundle  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    rows = build_demo(system_actor("bench"), lambda _text: None)
    folder = Path(rows[-1]["path"])
    write(_long_report(open_bundle(folder), places=1), "pdf")
    shutil.rmtree(HOME / "cache", ignore_errors=True)
    _forget_charts()
    bundle = open_bundle(folder)
    began = time.perf_counter()
    report = _long_report(bundle, places=40)
    made = time.perf_counter() - began
    charts = _charts(report)
    slowest = 0.0
    for form in FORMS:
        began = time.perf_counter()
        content = write(report, form)
        took = time.perf_counter() - began
        line = (
            f"report {form}: tree {made:.1f} s, writing {took:.1f} s, {len(content) / 1e6:.1f} MB"
        )
        if form in ("pdf", "docx"):
            slowest = max(slowest, made + took)
        if form == "pdf":
            pages = _pages(content)
            plain = _plain_pdf(pages)
            line += f"; {pages} pages, {charts} charts; plain text on as many pages {plain:.2f} s"
            line += f"; ratio {(made + took) / plain:.0f}; limit {LIMIT:.0f} s"
            if pages < PAGES or charts < CHARTS:
                print(f"the report is too short to tell: {pages} pages, {charts} charts")
                return 1
        print(line, flush=True)
    return int(slowest >= LIMIT)


def _long_report(bundle: Any, places: int) -> Any:
    from milepost.publishing.report.build import build_report  # noqa: PLC0415
    from milepost.publishing.report.opening import find_earlier, make_scope  # noqa: PLC0415
    from milepost.publishing.report.outline import FORMAT  # noqa: PLC0415

    earlier = find_earlier(bundle)
    whole = build_report(make_scope(bundle, earlier=earlier))
    sections = list(whole.sections)
    treaties = {"key": "treaties", "title": {"en": "Treaties"}, "parts": ["ratifications"]}
    outline = {"milepost": FORMAT, "key": "r", "kind": "regional", "sections": [treaties]}
    for code in bundle.edition["heatmap_places"][1 : 1 + places]:
        scope = make_scope(bundle, asked={"place": code})
        sections += build_report(scope, outline).sections
    countries = sorted(code for code in bundle.rated_places() if code not in bundle.groups)
    for code in countries[:places]:
        scope = make_scope(bundle, asked={"kind": "profile", "place": code}, earlier=earlier)
        sections += build_report(scope).sections
    return replace(whole, sections=tuple(sections))


def _charts(report: Any) -> int:
    from milepost.publishing.report.tree import Figure, walk  # noqa: PLC0415

    return len({row.key for row in walk(report.sections) if isinstance(row, Figure)})


def _forget_charts() -> None:
    from milepost.publishing.charts import catalogue, store  # noqa: PLC0415

    store.forget()
    catalogue._built.cache_clear()


def _pages(pdf: bytes) -> int:
    path = HOME / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["qpdf", "--show-npages", str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


def _plain_pdf(pages: int) -> float:
    import typst  # noqa: PLC0415

    began = time.perf_counter()
    typst.compile(
        PLAIN.format(pages=pages).encode(), ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    return time.perf_counter() - began


if __name__ == "__main__":
    code = main()
    shutil.rmtree(HOME, ignore_errors=True)
    sys.exit(code)
