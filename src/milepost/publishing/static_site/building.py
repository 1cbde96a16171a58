"""Writing a static site: what changed is rendered, in several processes, and the rest is left."""

import multiprocessing
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404

from milepost.kernel.errors import MilepostError
from milepost.kernel.progress import say
from milepost.publishing.charts import store
from milepost.publishing.errors import NothingPublished
from milepost.publishing.library import Library, using
from milepost.publishing.static_site import extras
from milepost.publishing.static_site.linking import Linker
from milepost.publishing.static_site.manifest import (
    Entry,
    add_lines,
    digest_of,
    is_current,
    locked,
    read_manifest,
    remove_unwanted,
    write_changed,
    write_manifest,
)
from milepost.publishing.static_site.options import Options
from milepost.publishing.static_site.pages import StaticSite, content_of, render_address
from milepost.publishing.static_site.planning import Job, Plan, make_plan, program_version
from milepost.publishing.static_site.starting import start

LINKED = ("text/html", "application/atom+xml")
"""Kinds of answer whose links are rewritten."""
SMALLEST_SHARED = 400
"""Files from which other processes pay for their start."""


@dataclass(slots=True)
class Written:
    """What a build did. ``unlinked`` counts links without a file, by address."""

    folder: str
    files: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    left_out: list[str] = field(default_factory=list)
    unlinked: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def build_site(releases: Path, options: Options) -> Written:
    """Write the site of the published editions into a folder; what is current is left alone.

    Raises:
        NothingPublished: there is no such edition to write.
        FolderNotASite: the folder holds files that no site wrote.
        SiteBeingWritten: another process writes into the folder now.
    """
    library = Library(releases, frozenset(options.editions))
    if not library.editions():
        raise NothingPublished
    with ExitStack() as stack:
        stack.enter_context(using(library))
        stack.enter_context(store.keeping_nothing())
        before = read_manifest(options.folder)
        stack.enter_context(locked(options.folder))
        say("plan")
        plan = make_plan(library, options)
        return _Build(options, plan, before).run(releases)


class _Build:
    def __init__(self, options: Options, plan: Plan, before: dict[str, Entry]) -> None:
        self.options = options
        self.plan = plan
        self.entries = {
            job.file: before[job.file]
            for job in plan.jobs
            if is_current(options.folder, before.get(job.file), job.inputs)
        }
        self.before = before
        self.report = Written(str(options.folder), left_out=list(plan.unnamable))
        self.unlinked: Counter[str] = Counter()

    def run(self, releases: Path) -> Written:
        todo = [job for job in self.plan.jobs if job.file not in self.entries]
        done = len(self.entries)
        total = len(self.plan.jobs)
        for result in self._results(list(self.plan.batches(todo)), releases, len(todo)):
            add_lines(self.options.folder, result.entries)
            self.entries |= {entry.file: entry for entry in result.entries}
            self.report.written += result.written
            self.report.rendered += len(result.entries)
            self.report.left_out += result.left_out
            self.unlinked.update(result.unlinked)
            done += len(result.entries)
            say("pages", done, total)
        self._write_extras()
        self.report.files = len(self.entries)
        self.report.removed = remove_unwanted(self.options.folder, self.before, set(self.entries))
        self.report.left_out.sort()
        self.report.unlinked = dict(sorted(self.unlinked.items()))
        write_manifest(self.options.folder, self.entries.values())
        return self.report

    def _results(self, batches: list[list[Job]], releases: Path, count: int) -> Iterator["_Result"]:
        worker = (self.options, self.plan.addresses)
        if self.options.processes == 1 or count < SMALLEST_SHARED:
            renderer = _Renderer(*worker)
            yield from map(renderer.write, batches)
            return
        with ProcessPoolExecutor(
            self.options.processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=start,
            initargs=(releases, settings.MILEPOST_NAME, settings.MILEPOST_CONTACT, *worker),
        ) as pool:
            yield from _in_turn(pool, batches)

    def _write_extras(self) -> None:
        site = StaticSite(self.plan.addresses, self.options.languages)
        linker = Linker(self.plan.addresses, self.options.base_url)
        texts = {
            "index.html": linker.rewrite(extras.way_in(self.options, site), "index.html")[0],
            "404.html": linker.rewrite(
                extras.missing_page(self.options, site), "404.html", is_anywhere=True
            )[0],
            "robots.txt": extras.robots(self.options),
            **dict(extras.site_maps(self.plan, self.options)),
        }
        files: dict[str, bytes] = {name: text.encode() for name, text in texts.items()}
        for file, content in [*files.items(), *extras.static_files()]:
            self.report.written += write_changed(self.options.folder / file, content)
            inputs = program_version()
            self.entries[file] = Entry(inputs, digest_of(content), len(content), file)


@dataclass(slots=True)
class _Result:
    entries: list[Entry] = field(default_factory=list)
    written: int = 0
    left_out: list[str] = field(default_factory=list)
    unlinked: Counter[str] = field(default_factory=Counter)


class _Renderer:
    """Writes batches of files."""

    def __init__(self, options: Options, addresses: dict[str, str]) -> None:
        self.folder = options.folder
        self.site = StaticSite(addresses, options.languages)
        self.linker = Linker(addresses, options.base_url)

    def write(self, batch: Iterable[Job]) -> _Result:
        result = _Result()
        for job in batch:
            try:
                content = self._content(job, result)
            except (Http404, MilepostError):
                result.left_out.append(job.address)
                continue
            result.written += write_changed(self.folder / job.file, content)
            result.entries.append(Entry(job.inputs, digest_of(content), len(content), job.file))
        return result

    def _content(self, job: Job, result: _Result) -> bytes:
        response = render_address(job.address, job.language, self.site)
        content = content_of(response)
        if not response.headers.get("Content-Type", "").startswith(LINKED):
            return content
        text, missing = self.linker.rewrite(content.decode(), job.file)
        result.unlinked.update(missing)
        return text.encode()


_renderers: list[_Renderer] = []
_kept_open = ExitStack()


def begin(
    releases: Path, name: str, contact: str, options: Options, addresses: dict[str, str]
) -> None:
    """Make a fresh process ready to render: the same settings, one library for its life."""
    settings.MILEPOST_RELEASES = releases
    settings.MILEPOST_NAME, settings.MILEPOST_CONTACT = name, contact
    _kept_open.enter_context(using(Library(releases, frozenset(options.editions))))
    _kept_open.enter_context(store.keeping_nothing())
    _renderers.append(_Renderer(options, addresses))


def _write_batch(batch: list[Job]) -> _Result:
    return _renderers[0].write(batch)


def _in_turn(pool: ProcessPoolExecutor, batches: list[list[Job]]) -> Iterator[_Result]:
    """Yield results as they come; a failure stops the batches that have not begun."""
    waiting = [pool.submit(_write_batch, batch) for batch in batches]
    try:
        for finished in as_completed(waiting):
            yield finished.result()
    finally:
        for future in waiting:
            future.cancel()
