"""The places and the vocabulary of the synthetic editions."""

from typing import Any

Json = dict[str, Any]
FRAMEWORK = "plan-8-points"

COUNTRIES: dict[str, tuple[str, str, str, str, str, str]] = {
    "004": ("Afghanistan", "Afghanistan", "أفغانستان", "AFG", "142", "034"),
    "012": ("Algeria", "Algérie", "الجزائر", "DZA", "002", "015"),
    "050": ("Bangladesh", "Bangladesh", "بنغلاديش", "BGD", "142", "034"),
    "076": ("Brazil", "Brésil", "البرازيل", "BRA", "019", "419"),
    "124": ("Canada", "Canada", "كندا", "CAN", "019", "021"),
    "231": ("Ethiopia", "Éthiopie", "إثيوبيا", "ETH", "002", "202"),
    "250": ("France", "France", "فرنسا", "FRA", "150", "155"),
    "276": ("Germany", "Allemagne", "ألمانيا", "DEU", "150", "155"),
    "356": ("India", "Inde", "الهند", "IND", "142", "034"),
    "458": ("Malaysia", "Malaisie", "ماليزيا", "MYS", "142", "035"),
    "608": ("Philippines", "Philippines", "الفلبين", "PHL", "142", "035"),
    "686": ("Senegal", "Sénégal", "السنغال", "SEN", "002", "202"),
}
AREAS: dict[str, tuple[str, str, str, str, str]] = {
    "001": ("World", "Monde", "العالم", "world", ""),
    "002": ("Africa", "Afrique", "أفريقيا", "region", "001"),
    "019": ("Americas", "Amériques", "الأمريكتان", "region", "001"),
    "142": ("Asia", "Asie", "آسيا", "region", "001"),
    "150": ("Europe", "Europe", "أوروبا", "region", "001"),
    "015": ("Northern Africa", "Afrique du Nord", "شمال أفريقيا", "subregion", "002"),
    "202": (
        "Sub-Saharan Africa",
        "Afrique subsaharienne",
        "أفريقيا جنوب الصحراء",
        "subregion",
        "002",
    ),
    "419": ("Latin America", "Amérique latine", "أمريكا اللاتينية", "subregion", "019"),
    "021": ("Northern America", "Amérique septentrionale", "أمريكا الشمالية", "subregion", "019"),
    "034": ("Southern Asia", "Asie du Sud", "جنوب آسيا", "subregion", "142"),
    "035": ("South-eastern Asia", "Asie du Sud-Est", "جنوب شرق آسيا", "subregion", "142"),
    "155": ("Western Europe", "Europe occidentale", "أوروبا الغربية", "subregion", "150"),
}
HEATMAP = ["001", "002", "019", "142", "150"]
GREYS = [
    "no_data",
    "no_baseline",
    "too_few_points",
    "not_applicable",
    "stale",
    "deadline_passed_no_evidence",
    "no_colour_stated",
    "not_assessed",
    "coverage_too_low",
    "suppressed",
]


def text(en: str, fr: str = "", ar: str = "") -> dict[str, str]:
    """Return a text map with the languages given."""
    given = {"en": en, "fr": fr, "ar": ar}
    return {code: words for code, words in given.items() if words}


def members(code: str) -> list[str]:
    """Return the countries of a region, a sub-region or the world."""
    return [key for key, row in COUNTRIES.items() if code in {"001", row[4], row[5]}]
