"""Addresses in templates, and parts of pages that are kept while a site is written."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from milepost.publishing.static_site import pages
from milepost.publishing.static_site.pages import StaticRequest, StaticSite


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rendered(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_an_address_follows_the_language_and_its_arguments() -> None:
    text = "{% url 'place' edition code %}"
    for language in ("en", "ar", "en"):
        with translation.override(language):
            for code in ("608", "840"):
                expected = reverse("place", args=["2019", code])
                assert rendered(text, edition="2019", code=code) == expected


def test_an_address_can_be_stored_and_is_then_not_written() -> None:
    text = "{% url 'place' '2019' '608' as there %}[{{ there }}]"
    assert rendered(text) == f"[{reverse('place', args=['2019', '608'])}]"


def test_an_address_that_is_none_is_refused_and_stored_as_nothing() -> None:
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'place' '2019' %}")
    assert rendered("{% url 'place' '2019' as there %}[{{ there }}]") == "[]"


def test_what_an_address_holds_is_escaped() -> None:
    assert "&#x27;" in rendered("{% url 'bundle-file' '2019' path %}", path="it's.json")


def test_a_part_is_made_anew_at_the_service() -> None:
    text = "{% kept_for key %}{{ value }}{% endkept_for %}"
    for value in ("one", "two"):
        assert rendered(text, key="a", value=value, request=HttpRequest()) == value
        assert rendered(text, key="a", value=value) == value


def test_a_part_is_made_once_a_site_for_each_key_and_language() -> None:
    template = Template("{% kept_for key %}{{ value }}{% endkept_for %}")
    site, other = StaticSite({}, ("en", "ar")), StaticSite({}, ("en", "ar"))

    def shown(value: str, key: str = "a", where: StaticSite = site) -> str:
        request = StaticRequest("/en/", where)
        return template.render(Context({"key": key, "value": value, "request": request}))

    assert [shown("one"), shown("two"), shown("three", "b")] == ["one", "one", "three"]
    assert shown("four", where=other) == "four"
    with translation.override("ar"):
        assert shown("five") == "five"
    assert shown("six") == "one"


def test_two_parts_with_the_same_keys_are_kept_apart() -> None:
    template = Template("{% kept_for 1 %}a{% endkept_for %}{% kept_for 1 %}b{% endkept_for %}")
    request = StaticRequest("/en/", StaticSite({}, ("en",)))
    for _time in range(2):
        assert template.render(Context({"request": request})) == "ab"


def test_parts_are_let_go_when_there_are_many() -> None:
    site = StaticSite({}, ("en",))
    for number in range(pages.MOST_PARTS + 1):
        site.keep((number,), "")
    assert list(site.parts) == [(pages.MOST_PARTS,)]
