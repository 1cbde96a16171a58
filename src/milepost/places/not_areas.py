"""Names that data files carry and the M49 list does not, with what a person may do about them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DISSOLVED = _("This State no longer exists; enter the data under the States that followed it.")
_UNLISTED = _(
    "This name has no M49 code. Statistics of the United Nations count its people with the country"
    " that M49 lists there."
)

NOT_AREAS: tuple[tuple[tuple[str, ...], str | Promise], ...] = (
    (
        ("Kosovo", "XKX", "KSV", "XK", "Косово", "كوسوفو", "科索沃", "Kosovo (UNMIK)"),
        _(
            "Kosovo has no M49 code. Statistics of the United Nations include it in Serbia (688);"
            " leave the row out where Serbia has its own."
        ),
    ),
    (
        ("Channel Islands", "CHI", "Îles Anglo-Normandes", "Islas del Canal"),
        _("M49 lists the Channel Islands as Guernsey (831) and Jersey (832)."),
    ),
    (
        ("Netherlands Antilles", "ANT", "Antilles néerlandaises", "Antillas Neerlandesas"),
        _("Dissolved in 2010; M49 lists Curaçao (531), Sint Maarten (534) and Bonaire (535)."),
    ),
    (("Serbia and Montenegro", "SCG", "Serbie-et-Monténégro", "Serbia y Montenegro"), _DISSOLVED),
    (("Yugoslavia", "YUG", "Yougoslavie", "Югославия", "SFR Yugoslavia"), _DISSOLVED),
    (("Czechoslovakia", "CSK", "Tchécoslovaquie", "Checoslovaquia"), _DISSOLVED),
    (("USSR", "Soviet Union", "SUN", "URSS", "Union soviétique", "СССР"), _DISSOLVED),
    (("German Democratic Republic", "DDR", "East Germany"), _DISSOLVED),
    (
        ("Abkhazia", "South Ossetia", "Northern Cyprus", "Somaliland", "Transnistria"),
        _UNLISTED,
    ),
)
"""Pairs of spellings and the note to show; the notes are lazy translations."""
