"""Words that column headers use, in six languages, and words that mean "total". Pure."""

import re
import unicodedata
from functools import cache
from typing import Final

AREA_WORDS: Final = """
area|ref area|reference area|country|country name|country code|countries|countries and areas|
country or area|country or territory|state|states|territory|location|place|geo|geo area|
geoareacode|geoareaname|geographic area|iso|iso2|iso3|iso 3|iso code|iso a3|m49|m49 code|code|
reporter|reporting country|participant|party|parties|destination|country of destination|
area of destination|host country|country of asylum|receiving country|region|entity|economy|nation|
pays|pays ou territoire|code pays|nom du pays|pays de destination|territoire|état|région|
país|pais|países|país o área|país o territorio|código del país|país de destino|estado|
страна|страны|страна или территория|код страны|государство|страна назначения|территория|
البلد|بلد|الدولة|دولة|البلدان|اسم البلد|رمز البلد|البلد أو المنطقة|بلد المقصد|بلد المقصد|
国家|国家或地区|国家 地区|国别|国家代码|国家名称|地区|目的地国
"""
COUNTERPART_WORDS: Final = """
counterpart|counterpart area|partner|partner country|origin|country of origin|area of origin|
citizenship|nationality|country of birth|country of citizenship|sending country|from|source country|
origine|pays d origine|nationalité|pays de naissance|pays partenaire|origen|país de origen|
nacionalidad|país de nacimiento|страна происхождения|гражданство|страна рождения|
بلد المنشأ|البلد الأصلي|الجنسية|بلد الميلاد|原籍国|来源国|国籍|出生国
"""
PERIOD_WORDS: Final = """
period|time|time period|timeperiod|year|years|date|quarter|month|année|annee|période|periode|an|
trimestre|mois|año|anio|ano|período|periodo|fecha|mes|год|годы|период|дата|квартал|месяц|
السنة|سنة|العام|عام|الفترة|التاريخ|年|年份|年度|时期|期间|日期
"""
VALUE_WORDS: Final = """
value|values|obs value|obsvalue|observation|observation value|figure|amount|number|count|rate|
share|percent|percentage|total|valeur|valeurs|nombre|montant|taux|part|pourcentage|valor|valores|
número|monto|tasa|porcentaje|значение|значения|показатель|число|количество|доля|процент|
القيمة|قيمة|العدد|عدد|النسبة|المعدل|值|数值|数量|人数|比例|金额
"""
STATUS_WORDS: Final = """
status|obs status|observation status|flag|flags|obs flag|statut|drapeau|estado de la observación|
статус|الحالة|حالة الملاحظة|状态|观测状态
"""
NOTE_WORDS: Final = """
note|notes|comment|comments|comment obs|footnote|footnotes|remark|remarks|note s|commentaire|
remarque|notas|nota|comentario|observaciones|примечание|примечания|комментарий|
ملاحظة|ملاحظات|الحواشي|备注|注释|说明
"""
BREAKDOWN_WORDS: Final = "breakdown|disaggregation|désagrégation|desglose|разбивка|التصنيف|分类"
DIMENSION_WORDS: Final[dict[str, str]] = {
    "sex": "sex|gender|sexe|genre|sexo|género|пол|الجنس|النوع الاجتماعي|性别",
    "age": "age|age group|ages|âge|groupe d âge|edad|grupo de edad|возраст|возрастная группа|العمر|"
    "الفئة العمرية|السن|年龄|年龄组",
    "migratory-status": "migratory status|migration status|migrant status|statut migratoire|"
    "situación migratoria|миграционный статус|وضع الهجرة|移民身份",
    "education": "education|education level|niveau d éducation|nivel educativo|образование|"
    "التعليم|教育程度",
    "occupation": "occupation|type of occupation|profession|ocupación|профессия|المهنة|职业",
    "domain": "domain|policy domain|policy domains|domaine|dominio|область|المجال|领域",
    "residence": "urbanisation|urban rural|residence|degree of urbanisation|milieu|ámbito|"
    "местность|الحضر والريف|城乡",
    "event": "event|action|événement|evento|событие|الحدث|事件",
    "route": "route|corridor|itinéraire|ruta|маршрут|المسار|路线",
    "cause": "cause|cause of death|causa|причина|السبب|原因",
}
OTHER_WORDS: Final = """
indicator|indicator name|indicator code|series|series name|series code|seriesdescription|unit|units|
unit measure|source|nature|goal|target|id|freq|frequency|dataflow|unit mult|unité|fuente|источник|
المصدر|الوحدة|单位|来源|指标
"""
BOUND_STEMS: Final = ("ratif", "accession", "adhesion", "succession", "ратиф", "تصديق", "批准")
SIGNED_STEMS: Final = ("signat", "signed", "firma", "подпис", "توقيع", "签署")
TOTALS: Final = frozenset(
    """total|totals|all|_t|t|_z|both|bothsex|both sexes|both sex|persons|all ages|allage|allages|
    all areas|allarea|ensemble|tous|toutes|les deux sexes|tous âges|ambos sexos|todos|todas|
    todas las edades|всего|итого|оба пола|все|все возрасты|المجموع|الإجمالي|الكل|كلا الجنسين|
    جميع الأعمار|合计|总计|全部|男女合计|mf|m f""".replace("\n", "").split("|")
)
SEXES: Final[dict[str, str]] = {
    **dict.fromkeys(
        [
            "f",
            "female",
            "females",
            "women",
            "woman",
            "girls",
            "femme",
            "femmes",
            "féminin",
            "mujer",
            "mujeres",
            "femenino",
            "женщины",
            "женский",
            "женщина",
            "ж",
            "إناث",
            "أنثى",
            "انثى",
            "نساء",
            "女",
            "女性",
        ],
        "F",
    ),
    **dict.fromkeys(
        [
            "m",
            "male",
            "males",
            "men",
            "man",
            "boys",
            "homme",
            "hommes",
            "masculin",
            "hombre",
            "hombres",
            "masculino",
            "мужчины",
            "мужской",
            "мужчина",
            "ذكور",
            "ذكر",
            "رجال",
            "男",
            "男性",
        ],
        "M",
    ),
}


def normalise(text: str) -> str:
    """Return a label in lower case without accents and punctuation, words one space apart."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c) and c != "ـ")
    return " ".join(re.sub(r"[^\w]|_", " ", letters).split())


def _words(text: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in text.replace("\n", "").split("|"))


@cache
def role_words() -> dict[str, frozenset[str]]:
    """Return the known labels of each role, normalised."""
    return {
        "area": _words(AREA_WORDS),
        "counterpart": _words(COUNTERPART_WORDS),
        "period": _words(PERIOD_WORDS),
        "value": _words(VALUE_WORDS),
        "status": _words(STATUS_WORDS),
        "note": _words(NOTE_WORDS),
        "breakdown": _words(BREAKDOWN_WORDS),
        "other": _words(OTHER_WORDS),
    }


@cache
def dimension_words() -> dict[str, str]:
    """Return known labels of dimensions, normalised, with the dimension's key."""
    return {word: key for key, text in DIMENSION_WORDS.items() for word in _words(text)}


def has_role(label: str, role: str) -> bool:
    """Whether a label is known for a role."""
    return normalise(label) in role_words()[role]


def treaty_step(label: str) -> int:
    """Return 1 for a label of a state's being bound by a treaty, -1 for its signature, else 0."""
    plain = normalise(label)
    # "Succession to signature" is a signature.
    if any(normalise(stem) in plain for stem in SIGNED_STEMS):
        return -1
    return int(any(normalise(stem) in plain for stem in BOUND_STEMS))


def knows_label(label: str) -> bool:
    """Whether a label is known from other files, whatever its role."""
    plain = normalise(label)
    return plain in dimension_words() or any(plain in words for words in role_words().values())
