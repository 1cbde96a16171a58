"""Tags that make pages cheaper: addresses looked up once, and parts kept while a site is written.

``url`` stands in for Django's tag of that name everywhere (see ``TEMPLATES`` in the settings).
"""

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
KEPT_ADDRESSES = 20_000


@lru_cache(maxsize=KEPT_ADDRESSES)
def _address(
    name: str, args: tuple[object, ...], _language: str | None, _urlconf: str | None
) -> str:
    return reverse(name, args=args)


class AddressNode(Node):
    """An address by name; the same name, arguments and language are looked up once."""

    def __init__(self, found: URLNode) -> None:
        self.found = found

    def render(self, context: Context) -> str:
        """Return the address, or set the variable that it is stored under."""
        found = self.found
        name = found.view_name.resolve(context)
        args = tuple(arg.resolve(context) for arg in found.args)
        if found.kwargs or ":" in name or not all(isinstance(arg, str | int) for arg in args):
            return found.render(context)
        try:
            address = _address(name, tuple(map(str, args)), get_language(), get_urlconf())
        except NoReverseMatch:
            return found.render(context)
        if found.asvar:
            context[found.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@register.tag(name="url")
def url(parser: Parser, token: Token) -> Node:
    """Return the address of a view, as Django's tag does."""
    return AddressNode(parse_url(parser, token))


class KeptNode(Node):
    """A part of a page that is the same wherever its keys are the same."""

    def __init__(self, nodelist: NodeList, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.keys = keys

    def render(self, context: Context) -> SafeString:
        """Return the part; for a site as files it is made once for each language and keys."""
        site: Any = getattr(context.get("request"), "static_site", None)
        if site is None:
            return self.nodelist.render(context)
        key = (self, get_language(), *(one.resolve(context) for one in self.keys))
        kept: SafeString | None = site.parts.get(key)
        if kept is None:
            kept = self.nodelist.render(context)
            site.keep(key, kept)
        return kept


@register.tag
def kept_for(parser: Parser, token: Token) -> Node:
    """Keep what stands up to ``endkept_for`` while a site is written: ``{% kept_for KEY … %}``.

    The keys and the language must decide everything that the part says.
    """
    _name, *words = token.split_contents()
    keys = [parser.compile_filter(word) for word in words]
    nodelist = parser.parse(("endkept_for",))
    parser.delete_first_token()
    return KeptNode(nodelist, keys)
