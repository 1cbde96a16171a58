"""Facts about places that no input table carries, written down with their sources.

Rows marked "general knowledge" were written from memory of the public lists named there and have
not been compared with the original page; correct them here and run `build_places.py` again.
"""

M49_SOURCE = (
    "UN Statistics Division, M49 table, as carried by the Datasets project (PDDL);"
    " dates of joining not recorded there"
)
UN_SOURCE = (
    "United Nations, Member States: date of admission (public list; written from general knowledge,"
    " total of 193 checked)"
)
_CDP = "UN Committee for Development Policy, list of LDCs: year of inclusion (general knowledge)"
_LEFT = "UN Committee for Development Policy, graduation from the LDC category"

REGIONS = [
    ("001", "world", "", "World", "Monde", "Mundo", "العالم", "Мир", "世界"),
    ("002", "region", "001", "Africa", "Afrique", "África", "أفريقيا", "Африка", "非洲"),
    ("015", "subregion", "002", "Northern Africa", "Afrique septentrionale",
     "África septentrional", "شمال أفريقيا", "Северная Африка", "北非"),
    ("202", "subregion", "002", "Sub-Saharan Africa", "Afrique subsaharienne",
     "África subsahariana", "أفريقيا جنوب الصحراء الكبرى", "Африка к югу от Сахары",
     "撒哈拉以南非洲"),
    ("011", "intermediate", "202", "Western Africa", "Afrique occidentale", "África occidental",
     "غرب أفريقيا", "Западная Африка", "西非"),
    ("014", "intermediate", "202", "Eastern Africa", "Afrique orientale", "África oriental",
     "شرق أفريقيا", "Восточная Африка", "东非"),
    ("017", "intermediate", "202", "Middle Africa", "Afrique centrale", "África central",
     "وسط أفريقيا", "Центральная Африка", "中非"),
    ("018", "intermediate", "202", "Southern Africa", "Afrique australe", "África austral",
     "الجنوب الأفريقي", "Юг Африки", "南部非洲"),
    ("019", "region", "001", "Americas", "Amériques", "América", "الأمريكتان", "Америка", "美洲"),
    ("021", "subregion", "019", "Northern America", "Amérique septentrionale",
     "América septentrional", "أمريكا الشمالية", "Северная Америка", "北美"),
    ("419", "subregion", "019", "Latin America and the Caribbean",
     "Amérique latine et Caraïbes", "América Latina y el Caribe",
     "أمريكا اللاتينية ومنطقة البحر الكاريبي", "Латинская Америка и Карибский бассейн",
     "拉丁美洲和加勒比"),
    ("005", "intermediate", "419", "South America", "Amérique du Sud", "América del Sur",
     "أمريكا الجنوبية", "Южная Америка", "南美洲"),
    ("013", "intermediate", "419", "Central America", "Amérique centrale", "América Central",
     "أمريكا الوسطى", "Центральная Америка", "中美洲"),
    ("029", "intermediate", "419", "Caribbean", "Caraïbes", "Caribe", "منطقة البحر الكاريبي",
     "Карибский бассейн", "加勒比"),
    ("142", "region", "001", "Asia", "Asie", "Asia", "آسيا", "Азия", "亚洲"),
    ("030", "subregion", "142", "Eastern Asia", "Asie orientale", "Asia oriental", "شرق آسيا",
     "Восточная Азия", "东亚"),
    ("034", "subregion", "142", "Southern Asia", "Asie méridionale", "Asia meridional",
     "جنوب آسيا", "Южная Азия", "南亚"),
    ("035", "subregion", "142", "South-eastern Asia", "Asie du Sud-Est", "Asia sudoriental",
     "جنوب شرق آسيا", "Юго-Восточная Азия", "东南亚"),
    ("143", "subregion", "142", "Central Asia", "Asie centrale", "Asia central", "آسيا الوسطى",
     "Центральная Азия", "中亚"),
    ("145", "subregion", "142", "Western Asia", "Asie occidentale", "Asia occidental",
     "غرب آسيا", "Западная Азия", "西亚"),
    ("150", "region", "001", "Europe", "Europe", "Europa", "أوروبا", "Европа", "欧洲"),
    ("039", "subregion", "150", "Southern Europe", "Europe méridionale", "Europa meridional",
     "جنوب أوروبا", "Южная Европа", "南欧"),
    ("151", "subregion", "150", "Eastern Europe", "Europe orientale", "Europa oriental",
     "شرق أوروبا", "Восточная Европа", "东欧"),
    ("154", "subregion", "150", "Northern Europe", "Europe septentrionale",
     "Europa septentrional", "شمال أوروبا", "Северная Европа", "北欧"),
    ("155", "subregion", "150", "Western Europe", "Europe occidentale", "Europa occidental",
     "غرب أوروبا", "Западная Европа", "西欧"),
    ("009", "region", "001", "Oceania", "Océanie", "Oceanía", "أوقيانوسيا", "Океания", "大洋洲"),
    ("053", "subregion", "009", "Australia and New Zealand", "Australie et Nouvelle-Zélande",
     "Australia y Nueva Zelandia", "أستراليا ونيوزيلندا", "Австралия и Новая Зеландия",
     "澳大利亚和新西兰"),
    ("054", "subregion", "009", "Melanesia", "Mélanésie", "Melanesia", "ميلانيزيا", "Меланезия",
     "美拉尼西亚"),
    ("057", "subregion", "009", "Micronesia", "Micronésie", "Micronesia", "ميكرونيزيا",
     "Микронезия", "密克罗尼西亚"),
    ("061", "subregion", "009", "Polynesia", "Polynésie", "Polinesia", "بولينيزيا", "Полинезия",
     "波利尼西亚"),
]  # fmt: skip
"""M49 regions: code, kind, parent, then names in en, fr, es, ar, ru, zh (UN usage)."""

UN_MEMBERS = {
    "1945-10-24": "ARG BLR BRA CHL CHN CUB DNK DOM EGY SLV FRA HTI IRN LBN LUX NZL NIC PRY PHL POL"
    " RUS SAU SYR TUR UKR GBR USA",
    "1945-10-25": "GRC",
    "1945-10-30": "IND",
    "1945-10-31": "PER",
    "1945-11-01": "AUS",
    "1945-11-02": "CRI LBR",
    "1945-11-05": "COL",
    "1945-11-07": "MEX ZAF",
    "1945-11-09": "CAN",
    "1945-11-13": "ETH PAN",
    "1945-11-14": "BOL",
    "1945-11-15": "VEN",
    "1945-11-21": "GTM",
    "1945-11-27": "NOR",
    "1945-12-10": "NLD",
    "1945-12-17": "HND",
    "1945-12-18": "URY",
    "1945-12-21": "ECU IRQ",
    "1945-12-27": "BEL",
    "1946-11-19": "AFG ISL SWE",
    "1946-12-16": "THA",
    "1947-09-30": "PAK YEM",
    "1948-04-19": "MMR",
    "1949-05-11": "ISR",
    "1950-09-28": "IDN",
    "1955-12-14": "ALB AUT BGR KHM FIN HUN IRL ITA JOR LAO LBY NPL PRT ROU ESP LKA",
    "1956-11-12": "MAR SDN TUN",
    "1956-12-18": "JPN",
    "1957-03-08": "GHA",
    "1957-09-17": "MYS",
    "1958-12-12": "GIN",
    "1960-09-20": "BEN BFA CMR CAF TCD COG CIV CYP COD GAB MDG NER SOM TGO",
    "1960-09-28": "MLI SEN",
    "1960-10-07": "NGA",
    "1961-09-27": "SLE",
    "1961-10-27": "MRT MNG",
    "1961-12-14": "TZA",
    "1962-09-18": "BDI JAM RWA TTO",
    "1962-10-08": "DZA",
    "1962-10-25": "UGA",
    "1963-05-14": "KWT",
    "1963-12-16": "KEN",
    "1964-12-01": "MWI MLT ZMB",
    "1965-09-21": "GMB MDV SGP",
    "1966-09-20": "GUY",
    "1966-10-17": "BWA LSO",
    "1966-12-09": "BRB",
    "1968-04-24": "MUS",
    "1968-09-24": "SWZ",
    "1968-11-12": "GNQ",
    "1970-10-13": "FJI",
    "1971-09-21": "BHR BTN QAT",
    "1971-10-07": "OMN",
    "1971-12-09": "ARE",
    "1973-09-18": "BHS DEU",
    "1974-09-17": "BGD GRD GNB",
    "1975-09-16": "CPV MOZ STP",
    "1975-10-10": "PNG",
    "1975-11-12": "COM",
    "1975-12-04": "SUR",
    "1976-09-21": "SYC",
    "1976-12-01": "AGO",
    "1976-12-15": "WSM",
    "1977-09-20": "DJI VNM",
    "1978-09-19": "SLB",
    "1978-12-18": "DMA",
    "1979-09-18": "LCA",
    "1980-08-25": "ZWE",
    "1980-09-16": "VCT",
    "1981-09-15": "VUT",
    "1981-09-25": "BLZ",
    "1981-11-11": "ATG",
    "1983-09-23": "KNA",
    "1984-09-21": "BRN",
    "1990-04-23": "NAM",
    "1990-09-18": "LIE",
    "1991-09-17": "PRK EST LVA LTU MHL FSM KOR",
    "1992-03-02": "ARM AZE KAZ KGZ MDA SMR TJK TKM UZB",
    "1992-05-22": "BIH HRV SVN",
    "1992-07-31": "GEO",
    "1993-01-19": "CZE SVK",
    "1993-04-08": "MKD",
    "1993-05-28": "ERI MCO",
    "1993-07-28": "AND",
    "1994-12-15": "PLW",
    "1999-09-14": "KIR NRU TON",
    "2000-09-05": "TUV",
    "2000-11-01": "SRB",
    "2002-09-10": "CHE",
    "2002-09-27": "TLS",
    "2006-06-28": "MNE",
    "2011-07-14": "SSD",
}
"""ISO3 codes by day of admission; seats continued under another name keep the first day."""

OTHER_STATES = {"VAT", "PSE", "COK", "NIU"}
"""Not members, but able to become party to treaties that are open to all States."""

_ENTERED = {
    "1971": "AFG BEN BFA BDI TCD ETH GIN HTI LAO LSO MWI MLI NPL NER RWA SOM SDN UGA TZA YEM",
    "1975": "BGD CAF GMB",
    "1977": "COM",
    "1981": "GNB",
    "1982": "DJI SLE TGO",
    "1986": "KIR MRT TUV",
    "1987": "MMR",
    "1988": "MOZ",
    "1990": "LBR",
    "1991": "KHM COD MDG SLB ZMB",
    "1994": "AGO ERI",
    "2000": "SEN",
    "2003": "TLS",
}
_DUE_2026 = (
    f"{_CDP}; planned graduation 24 November 2026 by General Assembly resolution 76/8 (2021)"
)
_PLANNED = {"BGD": "2026-11-24", "LAO": "2026-11-24", "NPL": "2026-11-24"}

LDC_SPELLS = [
    *(
        (iso3, year, "", _PLANNED.get(iso3, ""), _DUE_2026 if iso3 in _PLANNED else _CDP)
        for year, members in _ENTERED.items()
        for iso3 in members.split()
    ),
    ("SSD", "2012-12-18", "", "", f"{_CDP}; General Assembly decision of 18 December 2012"),
    ("BWA", "1971", "1994-12", "", f"{_LEFT}: Botswana, December 1994 (month only)"),
    ("CPV", "1977", "2007-12", "", f"{_LEFT}: Cabo Verde, December 2007 (month only)"),
    ("MDV", "1971", "2011-01-01", "", f"{_LEFT}: Maldives, 1 January 2011"),
    ("WSM", "1971", "2014-01-01", "", f"{_LEFT}: Samoa, 1 January 2014"),
    ("GNQ", "1982", "2017-06-04", "", f"{_LEFT}: Equatorial Guinea, 4 June 2017"),
    ("VUT", "1985", "2020-12-04", "", f"{_LEFT}: Vanuatu, 4 December 2020"),
    ("BTN", "1971", "2023-12-13", "", f"{_LEFT}: Bhutan, 13 December 2023"),
    ("STP", "1982", "2024-12-13", "", f"{_LEFT}: São Tomé and Príncipe, 13 December 2024"),
]
"""(ISO3, from, to, planned end, source); a year or month alone is known no more exactly."""

LLDC_STARTS = {
    "SSD": ("2011-07-14", "M49 table; from the day of admission to the United Nations"),
}

AREA_NOTES = {
    "TWN": "The M49 list of the United Nations does not show this code; statistics of the United"
    " Nations that do show it place it in Eastern Asia under this name.",
    "VAT": "Non-member observer State of the United Nations.",
    "PSE": "Non-member observer State of the United Nations since 29 November 2012.",
    "COK": "Not a member of the United Nations; may become party to treaties open to all States.",
    "NIU": "Not a member of the United Nations; may become party to treaties open to all States.",
    "SRB": "Statistics of the United Nations include Kosovo here, which has no M49 code.",
}

NAME_CORRECTIONS = {
    "CIV": {"en": "Côte d’Ivoire", "ru": "Кот-д’Ивуар"},
    "FLK": {"en": "Falkland Islands (Malvinas)"},
    "NLD": {"en": "Netherlands (Kingdom of the)", "ar": "هولندا (مملكة)"},
    "TWN": {
        "en": "Taiwan Province of China",
        "fr": "Province chinoise de Taïwan",
        "es": "Provincia china de Taiwán",
        "ar": "مقاطعة تايوان الصينية",
        "ru": "Тайвань, провинция Китая",
        "zh": "中国台湾省",
    },
    "ASM": {"fr": "Samoa américaines"},
    "ALA": {"ru": "Аландские острова"},
    "ATA": {"ru": "Антарктика"},
    "CYM": {"ru": "Каймановы острова"},
    "CCK": {"ru": "Кокосовые (Килинг) острова"},
    "CXR": {"ru": "Остров Рождества"},
    "IOT": {"ar": "إقليم المحيط الهندي البريطاني"},
    "UMI": {"ar": "جزر الولايات المتحدة النائية"},
    "ATF": {"ar": "الأراضي الفرنسية الجنوبية"},
}
"""Where the table departs from the M49 page, or its form is not a name one can print."""

SHORT_NAMES = {
    "PSE": {
        "en": "Palestine",
        "fr": "Palestine",
        "es": "Palestina",
        "ar": "فلسطين",
        "ru": "Палестина",
        "zh": "巴勒斯坦",
    },
    "TWN": NAME_CORRECTIONS["TWN"],
    "FLK": {
        "en": "Falkland Islands (Malvinas)",
        "fr": "Îles Falkland (Malvinas)",
        "es": "Islas Malvinas (Falkland)",
        "ar": "جزر فوكلاند (مالفيناس)",
        "ru": "Фолклендские (Мальвинские) острова",
        "zh": "福克兰群岛（马尔维纳斯）",
    },
    "VAT": {
        "en": "Holy See",
        "fr": "Saint-Siège",
        "es": "Santa Sede",
        "ar": "الكرسي الرسولي",
        "ru": "Святой Престол",
        "zh": "教廷",
    },
    "MMR": {
        "en": "Myanmar",
        "fr": "Myanmar",
        "es": "Myanmar",
        "ar": "ميانمار",
        "ru": "Мьянма",
        "zh": "缅甸",
    },
    "HKG": {"en": "Hong Kong, China"},
    "MAC": {"en": "Macao, China"},
    "TUR": {"fr": "Türkiye", "es": "Türkiye"},
    "COG": {"en": "Congo", "fr": "Congo", "es": "Congo", "ar": "الكونغو", "ru": "Конго"},
    "COD": {
        "en": "DR Congo",
        "fr": "RD Congo",
        "es": "RD del Congo",
        "ar": "الكونغو الديمقراطية",
        "ru": "ДР Конго",
    },
    "FSM": {"en": "Micronesia (Fed. States)", "fr": "Micronésie (États féd.)",
            "es": "Micronesia (Est. Fed.)", "ar": "ولايات ميكرونيزيا", "zh": "密克罗尼西亚联邦"},
    "PRK": {"en": "DPR Korea", "fr": "RPD de Corée", "es": "RPD de Corea"},
    "KOR": {"en": "Republic of Korea", "fr": "République de Corée", "es": "República de Corea",
            "ar": "جمهورية كوريا"},
}  # fmt: skip
"""Short names that replace the CLDR form, to stay near the usage of the United Nations."""

GROUPS = [
    {
        "code": "ldc",
        "kind": "ldc",
        "en": "Least developed countries",
        "fr": "Pays les moins avancés",
        "es": "Países menos adelantados",
        "ar": "أقل البلدان نموا",
        "ru": "Наименее развитые страны",
        "zh": "最不发达国家",
        "note_en": "Members at the given day. Bangladesh, Lao PDR and Nepal are due to leave on"
        " 24 November 2026; a planned date takes nobody off the list.",
        "note_fr": "Membres au jour indiqué. Le Bangladesh, la RDP lao et le Népal doivent quitter"
        " la catégorie le 24 novembre 2026 ; une date prévue ne retire personne de la liste.",
        "note_ar": "الأعضاء في اليوم المحدد. من المقرر أن تخرج بنغلاديش وجمهورية لاو ونيبال من"
        " الفئة في 24 نوفمبر 2026؛ والتاريخ المقرر لا يحذف أحدا من القائمة.",
        "source": "UN Committee for Development Policy, list of least developed countries",
    },
    {
        "code": "lldc",
        "kind": "lldc",
        "en": "Landlocked developing countries",
        "fr": "Pays en développement sans littoral",
        "es": "Países en desarrollo sin litoral",
        "ar": "البلدان النامية غير الساحلية",
        "ru": "Развивающиеся страны, не имеющие выхода к морю",
        "zh": "内陆发展中国家",
        "note_en": "As listed with M49; dates of joining are known only for South Sudan.",
        "note_fr": "D’après la liste jointe à la norme M49 ; la date d’entrée n’est connue que pour"
        " le Soudan du Sud.",
        "note_ar": "كما وردت مع معيار M49؛ ولا يُعرف تاريخ الانضمام إلا لجنوب السودان.",
        "source": M49_SOURCE,
    },
    {
        "code": "sids",
        "kind": "sids",
        "en": "Small island developing States",
        "fr": "Petits États insulaires en développement",
        "es": "Pequeños Estados insulares en desarrollo",
        "ar": "الدول الجزرية الصغيرة النامية",
        "ru": "Малые островные развивающиеся государства",
        "zh": "小岛屿发展中国家",
        "note_en": "As listed with M49, which includes areas that are not States; dates of joining"
        " are not recorded.",
        "note_fr": "D’après la liste jointe à la norme M49, qui comprend des zones qui ne sont pas"
        " des États ; les dates d’entrée ne sont pas connues.",
        "note_ar": "كما وردت مع معيار M49، وهي تشمل مناطق ليست دولا؛ وتواريخ الانضمام غير مسجلة.",
        "source": M49_SOURCE,
    },
    {
        "code": "un-members",
        "kind": "un",
        "en": "Member States of the United Nations",
        "fr": "États Membres de l’Organisation des Nations Unies",
        "es": "Estados Miembros de las Naciones Unidas",
        "ar": "الدول الأعضاء في الأمم المتحدة",
        "ru": "Государства — члены Организации Объединенных Наций",
        "zh": "联合国会员国",
        "note_en": "The Holy See and the State of Palestine are observers, not members.",
        "note_fr": "Le Saint-Siège et l’État de Palestine sont observateurs et non membres.",
        "note_ar": "الكرسي الرسولي ودولة فلسطين مراقبان وليسا عضوين.",
        "source": UN_SOURCE,
    },
]
