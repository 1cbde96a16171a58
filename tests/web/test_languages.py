"""Six languages: chosen by name, by address, and down to the words of the libraries beneath."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from milepost.kernel.languages import LANGUAGES
from milepost.publishing import formats
from milepost.publishing.charts import lettering

NAMES = {
    "en": "English",
    "fr": "Français",
    "ar": "العربيّة",
    "es": "Español",
    "ru": "Русский",
    "zh": "简体中文",
}


def test_interface_speaks_the_languages_of_content() -> None:
    assert tuple(code for code, _name in settings.LANGUAGES) == LANGUAGES


def test_chooser_shows_each_language_in_its_own_name(client: Client, site: Path) -> None:
    html = client.get("/zh/").content.decode()
    found = dict(re.findall(r'hreflang="(\w+)" lang="\w+"[^>]*>([^<]+)</a>', html))
    assert found == NAMES
    assert '<a href="/zh/" hreflang="zh" lang="zh" aria-current="true">' in html


@pytest.mark.parametrize(
    ("language", "heading"), [("es", "Iniciar sesión"), ("ru", "Войти"), ("zh", "登录")]
)
@pytest.mark.django_db
def test_sign_in_page_speaks_the_language(client: Client, language: str, heading: str) -> None:
    html = client.get(f"/{language}/work/sign-in/").content.decode()
    assert f'<html lang="{language}"' in html
    assert heading in html


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "Este campo es obligatorio."), ("ru", "Обязательное поле."), ("zh", "必填")],
)
def test_errors_of_the_form_library_speak_the_language(language: str, said: str) -> None:
    """Django knows Chinese as zh-hans; its words must be found under zh too."""
    with translation.override(language):
        assert said in translation.gettext("This field is required.")


def test_days_and_numbers_count_as_russian_does() -> None:
    with translation.override("ru"):
        said = [
            translation.ngettext(
                "%(count)s person has an account.", "%(count)s people have an account.", count
            )
            % {"count": count}
            for count in (1, 3, 11)
        ]
    assert said == [
        f"Учетная запись есть у {who}." for who in ("1 человека", "3 человек", "11 человек")
    ]


@pytest.mark.parametrize(
    ("language", "day"),
    [("es", "31 de diciembre de 2019"), ("ru", "31 декабря 2019 года"), ("zh", "2019年12月31日")],
)
def test_days_read_alike_in_mails_and_on_pages(language: str, day: str) -> None:
    with translation.override(language):
        in_mail = date_format(date(2019, 12, 31), "DATE_FORMAT")
    assert in_mail.lower() == formats.day("2019-12-31", language) == day


def test_month_in_russian_has_no_point_that_would_double() -> None:
    assert formats.period("2015-06", "ru") == "июнь 2015 года"


def test_chinese_breaks_between_characters_but_not_before_a_mark() -> None:
    lines = lettering.wrap("移民工人享有体面工作，并获得公平报酬。", 80, 16)
    assert "".join(lines) == "移民工人享有体面工作，并获得公平报酬。"
    assert all(lettering.width(line, 16) <= 80 for line in lines)
    assert not [line for line in lines if line[0] in "，。"]
    assert lettering.wrap("汇款 2030 年", 1000, 16) == ["汇款 2030 年"]


def test_letters_beyond_the_fonts_have_a_width() -> None:
    widths = json.loads((lettering.FONTS / "widths.json").read_text("utf-8"))
    assert "移" not in widths["MilepostSans-Regular"]
    assert lettering.width("移民", 10) == 20
    assert lettering.width("Рост", 10) > 15
