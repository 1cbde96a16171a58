"""Words are compared as people type them: forms of letters, endings, no spaces in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.folding import ENDINGS, LONGEST, folded, matches, stem
from milepost.kernel.languages import LANGUAGES

FORMS = [
    ("MÉXICO", "Mexico"),
    ("Œuvre", "oeuvre"),
    ("Straße", "STRASSE"),
    ("учёт", "учет"),
    ("ЁЛКА", "елка"),
    ("الأُمّ", "ام"),
    ("إفريقيا", "افريقيا"),
    ("آسيا", "اسيا"),
    ("ٱسم", "اسم"),
    ("دولة", "دوله"),
    ("على", "علي"),
    ("مـهـاجـر", "مهاجر"),
    ("شؤون", "شوون"),
    ("٢٠١٥", "2015"),
    ("Ⅳ", "iv"),
]
FOUND = [
    # language, asked for, stands in the text
    ("en", "convention", "Ratification of conventions"),
    ("en", "countries", "Country of destination"),
    ("en", "country", "Countries that tolerate dual citizenship"),
    ("en", "policies", "Policy coherence"),
    ("en", "women", "A migrant woman"),
    ("en", "child", "Laws that end the detention of children"),
    ("en", "crises", "Migrants in crisis"),
    ("en", "process", "Regional Consultative Processes"),
    ("en", "ratif conv", "Ratification of the Convention"),
    ("fr", "travailleur", "Travailleurs migrants"),
    ("fr", "régionaux", "Plateforme régionale"),
    ("fr", "national", "Plans nationaux"),
    ("fr", "femme migrante", "Les femmes migrantes"),
    ("fr", "travailleuse", "Travailleurs migrants"),
    ("fr", "emploi", "Agences d’emploi privées"),
    ("es", "convención", "Convenciones"),
    ("es", "mujeres", "Mujer migrante"),
    ("es", "trabajador", "Trabajadoras domésticas"),
    ("es", "niño", "Niñas y niños"),
    ("es", "pais", "Países de destino"),
    ("ru", "конвенция", "Ратификация Конвенций"),
    ("ru", "мигрантами", "Права мигранта"),
    ("ru", "женщины", "Женщин-мигрантов"),
    ("ru", "трудящийся", "Трудящихся-мигрантов"),
    ("ru", "учёт", "О государственном учете"),
    ("ar", "المهاجرون", "حقوق المهاجرين"),
    ("ar", "مهاجر", "والمهاجرين"),
    ("ar", "دول", "الأمم المتحدة والدول"),
    ("ar", "والد", "حق الوالدين"),
    ("ar", "للعمل", "العمل اللائق"),
    ("ar", "دولة", "دول المقصد"),
    ("ar", "الاتفاقيات", "اتفاقية حقوق الطفل"),
    ("zh", "移民权利", "移民的权利"),
    ("zh", "强迫劳动", "国内法中的强迫劳动议定书"),
    ("zh", "强迫的劳动", "国内法中的强迫劳动议定书"),
    ("zh", "目的地国", "主要目的地国"),
    ("zh", "C189", "批准C189（家庭工人）"),
    ("zh", "2030年议程", "《2030年议程》中的移民"),
    ("zh", "мигранты", "Мигрантов"),
]
NOT_FOUND = [
    ("en", "policies", "Police"),
    ("en", "study", "Students"),
    ("en", "ration", "Immigration"),
    ("es", "casa", "Casco"),
    ("ru", "право", "Правительство"),
    ("ar", "والدين", "دين"),
    ("zh", "移民权利", "移民儿童"),
    ("zh", "家庭", "移民"),
    ("zh", "目的", "目标"),
    ("en", "", "Every text"),
    ("en", "%", "Every text"),
]


@pytest.mark.parametrize(("one", "other"), FORMS)
def test_forms_of_a_word_are_folded_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("language", "query", "text"), FOUND)
def test_another_form_of_the_word_is_found(language: str, query: str, text: str) -> None:
    assert matches(folded(query), folded(text), language)


@pytest.mark.parametrize(("language", "query", "text"), NOT_FOUND)
def test_another_word_is_not_found(language: str, query: str, text: str) -> None:
    assert not matches(folded(query), folded(text), language)


def test_words_lose_letters_only_at_their_end_and_keep_three() -> None:
    for language, endings in ENDINGS.items():
        for ending, cut in endings.items():
            assert cut <= len(ending) <= LONGEST
            word = f"{'абв' if language == 'ru' else 'بتث' if language == 'ar' else 'kvn'}{ending}"
            assert word.startswith(stem(word, language))
            assert len(stem(word, language)) >= 3


@given(st.text(), st.sampled_from(LANGUAGES))
def test_every_text_is_found_by_its_own_words(text: str, language: str) -> None:
    words = folded(text)
    assert matches(words, words, language) == bool(words)
