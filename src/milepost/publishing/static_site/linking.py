"""Addresses of pages turned into files and relative links, so that any folder can be the site."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import quote, unquote

ORIGIN = "http://static.invalid"
"""What stands for the address of the site while a page is rendered."""

HERE = "ADDRESS-OF-THIS-SITE"
"""What snippets to copy show where the address of the site was not given."""

STATIC = "/static/"
_LINK = re.compile(r' (href|src|action|data-[a-z]+)="(/[^"]*)"')
_FULL = re.compile(re.escape(ORIGIN) + r'(/[^"<>&\s]*)?')
_SAFE_PART = re.compile(r"[^/\\\x00-\x1f]{1,200}")


def file_for(address: str, *, is_neutral: bool) -> str:
    """Return the file of an address: a folder's ``index.html``, a query value as a folder.

    Raises:
        ValueError: a part of the address cannot be the name of a file.
    """
    path, _question, query = address.partition("?")
    parts = [unquote(part) for part in path.strip("/").split("/")]
    if is_neutral:
        parts = ["data", *parts[1:]]
    if query:
        parts.append(unquote(query.partition("=")[2]))
    if query or path.endswith("/"):
        parts.append("index.html")
    if any(part in {".", ".."} or not _SAFE_PART.fullmatch(part) for part in parts):
        raise ValueError(address)
    return "/".join(parts)


class Linker:
    """Rewrites the links of pages; ``files`` holds every address of the site with its file."""

    def __init__(self, files: Mapping[str, str], base_url: str) -> None:
        self.files = files
        self.base_url = base_url

    def rewrite(self, text: str, file: str, *, is_anywhere: bool = False) -> tuple[str, list[str]]:
        """Return a page with links that hold where it lies, and the addresses nothing is at.

        ``is_anywhere``: the page is shown at any address (404), so its links begin at the root.
        """
        up = "../" * file.count("/")
        if is_anywhere:
            up = f"{re.sub('^https?://[^/]+', '', self.base_url)}/"
        missing: list[str] = []

        def relative(match: re.Match[str]) -> str:
            name, address = match.groups()
            target = self._target(unescape(address))
            if target is None:
                missing.append(address)
                return ""
            return f' {name}="{up}{target}"'

        return _FULL.sub(self._full, _LINK.sub(relative, text)), missing

    def _full(self, match: re.Match[str]) -> str:
        base = self.base_url or HERE
        target = self._target(unescape(match[1])) if match[1] else ""
        return base if not target else f"{base}/{without_index(target)}"

    def _target(self, address: str) -> str | None:
        plain, hash_, fragment = address.partition("#")
        if plain.startswith(STATIC):
            return plain[1:]
        found = self.files.get(plain) or self.files.get(unquote(plain))
        return None if found is None else f"{quote(found)}{hash_}{fragment}"


def without_index(file: str) -> str:
    """Return a file as a server shows it: a folder for its index."""
    return file.removesuffix("index.html") if file.endswith("/index.html") else file
