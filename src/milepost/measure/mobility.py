"""International students, by the definitions of the UNESCO Institute for Statistics (UIS)."""

from milepost.measure.working import Line, SetAside, Working, method, worked

WHOLE = 100.0


def _usable(**inputs: float | None) -> tuple[dict[str, float | None], list[SetAside]]:
    """Return the inputs with negative numbers taken out, and what cannot be used."""
    aside = [
        SetAside(name, value, "value_missing" if value is None else "negative")
        for name, value in inputs.items()
        if value is None or value < 0
    ]
    gone = {item.where for item in aside}
    return {name: None if name in gone else value for name, value in inputs.items()}, aside


def _rate(students: float | None, base: float | None) -> float | None:
    """Return per cent of a base; None without students or base, and for a base of zero."""
    return WHOLE * students / base if students is not None and base else None


@method("uis.mobility")
def student_mobility(
    inbound: float | None, outbound: float | None, tertiary_enrolment: float | None
) -> Working:
    """Return the rates and flows of mobile students of one country (ISCED 5 to 8).

    ``inbound_rate`` inbound / enrolment, ``outbound_ratio`` outbound / enrolment in the home
    country, ``net_flow`` inbound - outbound (people), ``net_flow_ratio`` net / enrolment; rates in
    per cent of tertiary enrolment at home. They may exceed 100, as in small states, and stay so.

    Edge cases: enrolment that is zero or missing leaves no rate; the net flow is still given. A
    missing number is not zero: what needs it is None. A negative number is set aside. Mobile
    students are not foreign citizens; the two series must not be mixed.

    Source: UIS glossary [read].
    """
    given, aside = _usable(
        inbound=inbound, outbound=outbound, tertiary_enrolment=tertiary_enrolment
    )
    arriving, leaving, base = given["inbound"], given["outbound"], given["tertiary_enrolment"]
    net = arriving - leaving if arriving is not None and leaving is not None else None
    figures = {
        "inbound_rate": _rate(arriving, base),
        "outbound_ratio": _rate(leaving, base),
        "net_flow": net,
        "net_flow_ratio": _rate(net, base),
    }
    above = any((figures[name] or 0) > WHOLE for name in ("inbound_rate", "outbound_ratio"))
    return worked(
        figures,
        Line("students_inbound_rate", figures["inbound_rate"], "100 × inbound / enrolment"),
        Line("students_outbound_ratio", figures["outbound_ratio"], "100 × outbound / enrolment"),
        Line("students_net_ratio", figures["net_flow_ratio"], "100 × net / enrolment"),
        Line("students_net", net, "inbound - outbound"),
        aside=aside,
        caveats=(
            *(() if base else ("no_enrolment",)),
            *(("above_hundred_kept",) if above else ()),
            *(("outbound_undercounted",) if leaving is not None else ()),
        ),
    )


@method("uis.gross_outbound_enrolment")
def gross_outbound_enrolment(outbound: float | None, population: float | None) -> Working:
    """Return the gross outbound enrolment ratio: students abroad per cent of an age group.

    ``population`` are the people of tertiary age at home (five years after secondary school). It
    does not depend on how many study at home, so it compares small states fairly.

    Edge cases: a population that is zero, missing or negative, or no number of students: None.

    Source: UIS [known, not read again].
    """
    given, aside = _usable(outbound=outbound, population=population)
    ratio = _rate(given["outbound"], given["population"])
    return worked(
        {"gross_outbound_ratio": ratio},
        Line("students_gross_outbound", ratio, "100 × outbound / population"),
        aside=aside,
        caveats=("outbound_undercounted",) if ratio is not None else ("no_data",),
    )
