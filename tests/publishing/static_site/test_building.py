"""The site as files: complete, the same each time, and only what a stranger may see."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from milepost.publishing.errors import FolderNotASite, NothingPublished, SiteBeingWritten
from milepost.publishing.static_site import manifest
from milepost.publishing.static_site.building import Written, build_site
from milepost.publishing.static_site.registry import EXPORTED, SERVICE_ONLY, SERVICE_ONLY_FAMILIES
from milepost.web.access import ACCESS, ANYONE
from tests.publishing.static_site.conftest import BASE, options

LINK = re.compile(r' (?:href|src|action|data-places|data-promises)="([^"]*)"')
ENGLISH_2019 = (("2019",), ("en",))


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a site by its path, without the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def test_every_public_address_is_written_or_declared_to_need_the_service() -> None:
    public = {name for name, access in ACCESS.items() if access.read == ANYONE}
    public |= {name for name, access in ACCESS.items() if access.write == ANYONE}
    public = {name for name in public if not name.startswith(tuple(SERVICE_ONLY_FAMILIES))}
    assert public == set(EXPORTED) | set(SERVICE_ONLY)
    assert not set(EXPORTED) & set(SERVICE_ONLY)


def test_every_kind_of_page_is_there(built: tuple[Path, Written]) -> None:
    folder, written = built
    assert written.left_out == []
    assert written.unlinked == {}
    assert written.files == len(files_of(folder)) - 1  # the manifest does not list itself
    for name in (
        "index.html", "404.html", "robots.txt", "sitemap.xml", "en/index.html", "ar/index.html",
        "en/compare/2015/2019/index.html", "en/methods/index.html",
        "en/editions/2019/places/index.html", "ar/editions/2015/downloads/index.html",
        "data/editions/2019/ratings.csv", "data/editions/2019/files/checksums.txt",
        "en/editions/2019/find/places.json", "static/web/site.css", "static/publishing/find.js",
    ):  # fmt: skip
        assert (folder / name).is_file(), name


def test_every_link_leads_to_a_file_of_the_site(built: tuple[Path, Written]) -> None:
    folder, _written = built
    checked = 0
    for page in folder.rglob("*.html"):
        if page.name == "404.html":
            continue
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            parts = urlsplit(unescape(link))
            if parts.scheme or not parts.path:
                continue
            target = (page.parent / unquote(parts.path)).resolve()
            assert target.is_file(), (page, link)
            assert target.is_relative_to(folder)
            checked += 1
    assert checked > 10_000


def test_no_page_names_the_workspace_or_the_place_it_was_made_at(
    built: tuple[Path, Written],
) -> None:
    for file, content in files_of(built[0]).items():
        if file.endswith(".html"):
            assert b"static.invalid" not in content, file
            assert b"/work/" not in content, file
            assert b"csrf" not in content.lower(), file
            assert b"<form" not in content, file


def test_addresses_that_leave_the_site_begin_with_its_own(built: tuple[Path, Written]) -> None:
    page = built[0] / "en/editions/2019/plan-8-points/benchmarks/1.1/index.html"
    text = page.read_text(encoding="utf-8")
    image = f"{BASE}/en/editions/2019/plan-8-points/benchmarks/1.1/share.png"
    assert f'<meta property="og:image" content="{image}">' in text
    assert f'iframe src="{BASE}/en/editions/2019/charts/' in unescape(text)


def words_of(text: str) -> str:
    """Return what a page says: without tags, and without the parts that differ by design."""
    main = text[text.index("<main") : text.index("</main>")]
    main = re.sub(r"<form.*?</form>", "", main, flags=re.DOTALL)
    # What is to be copied begins with the address of each site.
    main = re.sub(r"<pre.*?</pre>", "", main, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


@pytest.mark.parametrize(
    "address",
    [
        "/en/editions/2019/surveys/",
        "/en/editions/2019/plan-8-points/benchmarks/1.1/",
        "/en/editions/2019/plan-8-points/goals/1/",
        "/en/editions/2019/sources/",
        "/en/editions/2019/quality/",
        "/en/compare/2015/2019/",
        "/en/methods/",
    ],
)
def test_a_page_says_what_a_stranger_reads(
    address: str, built: tuple[Path, Written], instance: Path, client: Client
) -> None:
    file = built[0] / address.strip("/") / "index.html"
    assert resolve(address).url_name in EXPORTED
    assert words_of(file.read_text(encoding="utf-8")) == words_of(
        client.get(address).content.decode()
    )


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/en/editions/2019/ratings.csv", "data/editions/2019/ratings.csv"),
        (
            "/ar/editions/2019/plan-8-points/benchmarks/1.1/trace.json",
            "data/editions/2019/plan-8-points/benchmarks/1.1/trace.json",
        ),
        (
            "/ar/editions/2019/charts/plan-8-points.heatmap.csv",
            "ar/editions/2019/charts/plan-8-points.heatmap.csv",
        ),
    ],
)
def test_data_are_the_same_bytes_as_the_service_sends(
    address: str, file: str, built: tuple[Path, Written], instance: Path, client: Client
) -> None:
    assert (built[0] / file).read_bytes() == client.get(address).content


def test_two_builds_are_the_same_bytes_with_one_process_and_with_two(
    built: tuple[Path, Written], releases: Path, tmp_path: Path
) -> None:
    build_site(releases, options(tmp_path, processes=2))
    first, second = files_of(built[0]), files_of(tmp_path)
    assert first.keys() == second.keys()
    assert [name for name, content in first.items() if second[name] != content] == []


def test_a_second_build_renders_nothing_and_touches_no_file(releases: Path, tmp_path: Path) -> None:
    build_site(releases, options(tmp_path, *ENGLISH_2019))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")}
    again = build_site(releases, options(tmp_path, *ENGLISH_2019))
    assert (again.rendered, again.written, again.removed) == (0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")} == before


def test_a_lost_or_cut_file_is_written_again_and_no_other(releases: Path, tmp_path: Path) -> None:
    build_site(releases, options(tmp_path, *ENGLISH_2019))
    lost = tmp_path / "en/editions/2019/places/index.html"
    cut = tmp_path / "en/methods/index.html"
    whole = cut.read_bytes()
    lost.unlink()
    cut.write_bytes(whole[:100])
    again = build_site(releases, options(tmp_path, *ENGLISH_2019))
    assert (again.rendered, again.written) == (2, 2)
    assert lost.is_file()
    assert cut.read_bytes() == whole


def test_a_build_goes_on_where_a_killed_one_stopped(releases: Path, tmp_path: Path) -> None:
    build_site(releases, options(tmp_path, *ENGLISH_2019))
    listing = tmp_path / manifest.NAME
    whole = listing.read_bytes()
    # A kill leaves a part of the lines, the last one torn, and the files of the lines it lost.
    listing.write_bytes(whole[: len(whole) // 2 - 7])
    again = build_site(releases, options(tmp_path, *ENGLISH_2019))
    assert 0 < again.rendered < again.files
    assert again.written == 0
    assert listing.read_bytes() == whole


def test_another_edition_renews_pages_and_leaves_charts_and_data(
    releases: Path, tmp_path: Path
) -> None:
    build_site(releases, options(tmp_path, *ENGLISH_2019))
    chart = tmp_path / "en/editions/2019/charts/plan-8-points.heatmap.png"
    page = tmp_path / "en/editions/2019/index.html"
    before = (chart.stat().st_mtime_ns, page.read_bytes())
    build_site(releases, options(tmp_path, languages=("en",)))
    assert chart.stat().st_mtime_ns == before[0]
    assert page.read_bytes() != before[1]


def test_what_is_no_longer_wanted_goes_and_what_is_not_ours_stays(
    releases: Path, tmp_path: Path
) -> None:
    build_site(releases, options(tmp_path, languages=("en",)))
    own = tmp_path / "en/editions/2015/note-of-the-host.txt"
    own.write_text("mine")
    again = build_site(releases, options(tmp_path, *ENGLISH_2019))
    assert again.removed > 100
    assert own.read_text() == "mine"
    assert not (tmp_path / "en/editions/2015/index.html").exists()
    assert not (tmp_path / "en/editions/2015/places").exists()


def test_a_folder_with_files_of_somebody_else_is_refused(releases: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("the only copy")
    with pytest.raises(FolderNotASite):
        build_site(releases, options(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_two_builds_never_write_into_one_folder(releases: Path, tmp_path: Path) -> None:
    with manifest.locked(tmp_path), pytest.raises(SiteBeingWritten):
        build_site(releases, options(tmp_path))


def test_without_an_edition_there_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        build_site(tmp_path, options(tmp_path / "site"))


def test_the_site_map_lists_pages_and_neither_embeds_nor_data(built: tuple[Path, Written]) -> None:
    text = (built[0] / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{BASE}/ar/editions/2019/places/608/</loc>" in text
    assert "embed" not in text
    assert ".csv" not in text
