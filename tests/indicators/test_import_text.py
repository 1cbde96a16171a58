"""Text files of many makes become the same observations."""

from datetime import date

import pytest

from milepost.indicators.mapping import Layout, Mapping
from milepost.indicators.selectors import read_observations
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Severity
from tests.indicators.conftest import Import


def values(indicator: str = "remittance-cost") -> dict[tuple[str, str, str], float | None]:
    """Return what is known by (area, period, breakdown)."""
    rows = read_observations(indicator).to_pylist()
    return {(row["area"], row["period"], row["breakdown"]): row["value"] for row in rows}


def codes(error: BadInput) -> list[str]:
    """Return the codes of the errors among the findings."""
    return [f.code for f in error.findings if f.severity is Severity.ERROR]


def test_import_reads_the_projects_own_columns(bring: Import) -> None:
    report = bring(
        "area,counterpart,period,breakdown,value,status,note\n"
        "001,,2015,,7.5,A,\n"
        "ldc,250,2015-06-24,sex=F|age=15-24,1.234,E,a remark\n"
        "250,,2015-Q2,,,M,n/a\n"
    )
    assert (report.outcome, report.rows, report.areas) == ("accepted", 3, 3)
    rows = read_observations("remittance-cost").to_pylist()
    assert [row["area"] for row in rows] == ["001", "250", "ldc"]
    assert rows[1] | {"vintage": ""} == {
        "area": "250",
        "counterpart": "",
        "period": "2015-Q2",
        "period_start": date(2015, 4, 1),
        "breakdown": "",
        "value": None,
        "status": "M",
        "note": "n/a",
        "vintage": "",
    }
    assert (rows[2]["counterpart"], rows[2]["breakdown"]) == ("250", "age=15-24|sex=F")
    assert (rows[2]["value"], rows[2]["status"], rows[2]["note"]) == (1.234, "E", "a remark")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Pays;Année;Valeur\nSénégal;2015;12,5\nCôte d’Ivoire;2015;1 234,5\n", "utf-8"),
        ("Pays;Année;Valeur\nSénégal;2015;12,5\nCôte d’Ivoire;2015;1 234,5\n", "utf-8-sig"),
        ("Pays;Année;Valeur\nSénégal;2015;12,5\nCôte d’Ivoire;2015;1 234,5\n", "cp1252"),
        ("Pays\tAnnée\tValeur\nSénégal\t2015\t12,5\nCôte d’Ivoire\t2015\t1 234,5\n", "utf-16"),
        ("País;Año;Valor\nSenegal;2015;12,5\nCôte d’Ivoire;2015;1.234,5\n", "cp1252"),
        ("Страна;Год;Значение\nСенегал;2015;12,5\nКот-д'Ивуар;2015;1234,5\n", "cp1251"),
        ("البلد,السنة,القيمة\nالسنغال,٢٠١٥,١٢٫٥\nكوت ديفوار,2015,1234.5\n", "utf-8"),
        ("البلد,السنة,القيمة\nالسنغال,2015,12.5\nكوت ديفوار,2015,1234.5\n", "cp1256"),
        ("国家,年份,数值\n塞内加尔,2015年,12.5\n科特迪瓦,2015,1234.5\n", "gb18030"),
        ("iso3;year;value\nSEN;2015;12,5\nCIV;2015;1234,5\n", "utf-16-le"),
    ],
)
def test_import_reads_six_languages_and_their_encodings(
    bring: Import, content: str, encoding: str
) -> None:
    bring(content.encode(encoding), "transfers")
    assert values("transfers") == {("686", "2015", ""): 12.5, ("384", "2015", ""): 1234.5}


def test_import_reads_a_wide_table_below_junk_and_above_notes(bring: Import) -> None:
    report = bring(
        "Cost of sending remittances\n"
        "Source: a publisher, 2016\n"
        "\n"
        "Country Name,Country Code,Indicator Name,2014 [YR2014],2015 [YR2015]\n"
        '"Korea, Rep.",KOR,Cost,5.1,..\n'
        "Nepal,NPL,Cost,4.2*,-\n"
        "\n"
        "Last updated: 2016-01-01\n"
    )
    assert report.mapping["layout"] == "wide"
    assert values() == {
        ("410", "2014", ""): 5.1,
        ("410", "2015", ""): None,
        ("524", "2014", ""): 4.2,
        ("524", "2015", ""): None,
    }
    statuses = {
        (row["area"], row["period"]): (row["status"], row["note"])
        for row in read_observations("remittance-cost").to_pylist()
    }
    assert statuses["410", "2015"] == ("L", "..")
    assert statuses["524", "2015"] == ("O", "-")
    assert statuses["524", "2014"] == ("A", "*")
    assert [f.code for f in report.findings] == ["INDICATORS_DASH_READ_AS_MISSING"]


def test_import_leaves_empty_cells_of_a_wide_table_out(bring: Import) -> None:
    bring("Country,2014,2015\nNepal,1.5,\nFrance,,2.5\n")
    assert values() == {("524", "2014", ""): 1.5, ("250", "2015", ""): 2.5}


def test_import_takes_dimensions_as_breakdown_and_leaves_totals_out(bring: Import) -> None:
    bring(
        "geo_area,sex,age,units,year,value\n"
        "4,bothsex,allage,percent,2015,1.5\n"
        "4,female,15-24,percent,2015,2.5\n"
        "8,male,allage,percent,2015,3.5\n"
    )
    assert values() == {
        ("004", "2015", ""): 1.5,
        ("004", "2015", "age=15-24|sex=F"): 2.5,
        ("008", "2015", "sex=M"): 3.5,
    }


def test_import_takes_the_other_place_as_counterpart(bring: Import) -> None:
    bring(
        "Country of destination,Country of origin,Year,Migrants\n"
        "Qatar,Nepal,2015,500000\nQatar,India,2015,600000\n",
        "population",
    )
    rows = read_observations("population").to_pylist()
    assert [(r["area"], r["counterpart"], r["value"]) for r in rows] == [
        ("634", "356", 600000.0),
        ("634", "524", 500000.0),
    ]


def test_import_names_everything_that_is_wrong_at_once(bring: Import) -> None:
    with pytest.raises(BadInput) as caught:
        bring(
            "Country,Year,Value,Status\n"
            "Frnace,2015,1.5,A\n"
            "Nepal,2015/16,2.5,A\n"
            "Nepal,2015,3 million,A\n"
            "Nepal,2016,4.5,ZZZ\n"
            "Chad,2015,5.5,A\n"
            "Chad,2015,6.5,A\n"
            "Mali,2015,7.5,M\n"
            "Niger,2015,1.5,A\n"
            "Frnace,2016,1.5,A\n"
        )
    assert codes(caught.value) == [
        "INDICATORS_AREA_UNKNOWN",
        "INDICATORS_PERIOD_INVALID",
        "INDICATORS_VALUE_MULTIPLIER",
        "INDICATORS_STATUS_UNKNOWN",
        "INDICATORS_STATUS_CONTRADICTS",
        "INDICATORS_DUPLICATE_DIFFERENT",
    ]
    unknown, *_others, duplicate = caught.value.findings
    assert (unknown.row, unknown.column, unknown.value, unknown.count) == (
        2,
        "Country",
        "Frnace",
        2,
    )
    assert "France" in unknown.remedy
    assert "row 6" in duplicate.what
    assert "row 7" in duplicate.what
    assert values() == {}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_import_counts_rows_as_a_person_does(bring: Import, ending: str) -> None:
    """Line breaks inside quotes and blank lines do not shift the rows that findings name."""
    lines = ["area,period,value,note", '250,2015,1.5,"two', 'lines"', "", "Atlantis,2015,2.5,"]
    with pytest.raises(BadInput) as caught:
        bring(ending.join(lines))
    assert caught.value.findings[0].row == 5


def test_import_takes_an_equal_repetition_once_with_a_warning(bring: Import) -> None:
    report = bring("area,period,value\n250,2015,1.5\nFRA,2015,1.50\n")
    assert report.rows == 1
    assert [f.code for f in report.findings] == ["INDICATORS_DUPLICATE_EQUAL"]
    assert values() == {("250", "2015", ""): 1.5}


def test_import_warns_of_values_out_of_range(bring: Import) -> None:
    report = bring("area,period,value\n250,2015,101\n")
    assert [f.code for f in report.findings] == ["INDICATORS_VALUE_ABOVE_100"]


@pytest.mark.parametrize("value", ["2", "0.5", "-1"])
def test_import_refuses_what_is_no_state_of_adoption(bring: Import, value: str) -> None:
    with pytest.raises(BadInput) as caught:
        bring(f"area,period,value\n250,2015-01-01,{value}\n", "treaty-c189")
    assert codes(caught.value) == ["INDICATORS_VALUE_OUT_OF_RANGE"]


def test_import_takes_the_number_of_parties_of_a_group(bring: Import) -> None:
    bring("area,period,value\n001,2015,22\nldc,2015,3\n", "treaty-c189")
    assert values("treaty-c189") == {("001", "2015", ""): 22.0, ("ldc", "2015", ""): 3.0}
    with pytest.raises(BadInput):
        bring("area,period,value\n001,2016,22.5\n", "treaty-c189")


def test_import_reads_yes_and_no_where_the_indicator_is_about_having(bring: Import) -> None:
    bring("Country,Year,Value\nFrance,2015,no\nNepal,2015,Oui\n", "treaty-c189")
    assert values("treaty-c189") == {("250", "2015", ""): 0.0, ("524", "2015", ""): 1.0}


def test_import_does_not_guess_what_a_mark_in_three_digits_means(bring: Import) -> None:
    content = "Country;Year;Value\nFrance;2015;1,234\nNepal;2015;2,345\n"
    with pytest.raises(BadInput) as caught:
        bring(content, "transfers")
    assert codes(caught.value) == ["INDICATORS_DECIMAL_MARK_DOUBTFUL"]
    counted = bring(content, "population")
    assert [f.code for f in counted.findings] == ["INDICATORS_DECIMAL_MARK_DOUBTFUL"]
    assert values("population")["250", "2015", ""] == 1234.0
    mapping = Mapping(area="Country", period="Year", value="Value", decimal=",")
    bring(content, "transfers", mapping=mapping)
    assert values("transfers")["250", "2015", ""] == 1.234


def test_import_refuses_a_column_with_both_decimal_marks(bring: Import) -> None:
    with pytest.raises(BadInput) as caught:
        bring("Country;Year;Value\nFrance;2015;1.5\nNepal;2015;2,5\n")
    assert codes(caught.value) == ["INDICATORS_VALUE_MIXED_DECIMALS"]


def test_import_refuses_days_that_can_be_read_in_two_ways(bring: Import) -> None:
    content = "Country,Date,Value\nFrance,05/06/2015,1\n"
    with pytest.raises(BadInput) as caught:
        bring(content, "treaty-c189")
    assert codes(caught.value) == ["INDICATORS_DAY_AMBIGUOUS"]
    mapping = Mapping(area="Country", period="Date", value="Value", day_first=True)
    bring(content, "treaty-c189", mapping=mapping)
    assert values("treaty-c189") == {("250", "2015-06-05", ""): 1.0}


def test_import_skips_and_takes_only_the_rows_that_the_mapping_says(bring: Import) -> None:
    mapping = Mapping(
        area="area",
        period="period",
        value="value",
        skip=(("area", "High income"),),
        only=(("series", "A"),),
    )
    bring(
        "area,period,series,value\nHigh income,2015,A,1.5\nFRA,2015,A,2.5\nFRA,2015,B,3.5\n",
        mapping=mapping,
    )
    assert values() == {("250", "2015", ""): 2.5}


def test_import_leaves_unknown_places_out_only_when_told(bring: Import) -> None:
    content = "area,period,value\nHigh income,2015,1.5\nFRA,2015,2.5\n"
    with pytest.raises(BadInput):
        bring(content)
    mapping = Mapping(area="area", period="period", value="value", skip_unknown=True)
    report = bring(content, mapping=mapping)
    assert report.rows == 1
    (warning,) = report.findings
    assert (warning.code, warning.value) == ("INDICATORS_AREA_UNKNOWN", "High income")
    assert warning.severity is Severity.WARNING


def test_import_reads_a_doubtful_name_when_its_other_meaning_has_its_own_rows(
    bring: Import,
) -> None:
    with pytest.raises(BadInput) as caught:
        bring("area,period,value\nCongo,2015,1.5\n")
    assert "Democratic" in caught.value.findings[0].remedy
    report = bring("area,period,value\nCongo,2015,1.5\nRD Congo,2015,2.5\n")
    assert [f.code for f in report.findings] == ["INDICATORS_PLACE_BY_ELIMINATION"]
    assert values() == {("178", "2015", ""): 1.5, ("180", "2015", ""): 2.5}


def test_import_does_not_choose_among_several_columns_of_numbers(bring: Import) -> None:
    with pytest.raises(BadInput) as caught:
        bring("area,period,men,women\n250,2015,1.5,2.5\n")
    assert codes(caught.value) == ["INDICATORS_MAPPING_INCOMPLETE"]


def test_import_names_columns_that_the_file_does_not_have(bring: Import) -> None:
    with pytest.raises(BadInput) as caught:
        bring("a,b\n1,2\n", mapping=Mapping(layout=Layout.TIDY, area="Country", period="b"))
    assert codes(caught.value) == ["INDICATORS_COLUMN_MISSING", "INDICATORS_MAPPING_INCOMPLETE"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "INDICATORS_FILE_EMPTY"),
        (b"  \n \n", "INDICATORS_FILE_EMPTY"),
        (b"\x00\x01\x02\x03" * 50, "INDICATORS_FILE_NOT_A_TABLE"),
        (b"area,period,value\n", "INDICATORS_NO_OBSERVATIONS"),
        (b'area,period,value\n250,2015,"' + b"x" * 200_000, "INDICATORS_QUOTE_NOT_CLOSED"),
        (b"area,period,value\n250,2015,1,2,3\n", "INDICATORS_ROW_TOO_LONG"),
    ],
)
def test_import_says_why_a_file_is_no_table(bring: Import, content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        bring(content)
    assert code in codes(caught.value)
