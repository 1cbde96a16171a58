"""Small framework and crosswalk files, as a person would write them."""

PLAN = """\
milepost: framework/1
key: village-plan
version: "1"
title: {en: Village plan, fr: Plan du village, ar: خطة القرية}
about: {en: What the village association asked for.}
issuer: {en: Village association}
period: {start: 2014-01-01, end: 2018-12-31}
sources:
  - key: minutes
    title: Minutes of the assembly
    publisher: Village association
    issued: "2013-12"
    url: https://example.org/minutes
    licence: CC BY 4.0
nodes:
  - key: "1"
    kind: goal
    identifier: Goal 1
    title: {en: Decent work}
    text: {en: "Work that people can live on: paid, safe and free."}
    source: {ref: minutes, locator: page 2}
    children:
      - key: 1-r1
        kind: recommendation
        title: {en: Ratify the convention}
        benchmarks:
          - key: "1.1"
            title: {en: Ratifications}
            text: {en: More States ratify the convention.}
            type: structural
            action_by: [government]
            level: world
            verification:
              - {en: Treaty register}
            measure:
              indicator: treaty-c189
              breakdown: age=15-24|sex=F
              rule: ratification@1
              parameters: {pace_ratio_green: 1.5}
              direction: up
              baseline: {period: 2014-01-01, value: 10}
              target: {value: 50, unit: States, note: {en: About half of those eligible.}}
              deadline: 2018-12-31
          - key: "1.2"
            title: {en: Enforcement}
            text: {en: Labour inspectors enforce it.}
            type: process
            action_by: [government, civil_society]
            level: country
            source: {ref: minutes, locator: page 3}
            judge:
              question: {en: Is it enforced?}
              green: {en: Widely.}
              yellow: {en: In places.}
              red: {en: Nowhere.}
  - key: "2"
    kind: theme
    title: {en: Remittances}
    source: {ref: minutes}
"""

OTHER = """\
milepost: framework/1
key: town-plan
version: "1"
title: {en: Town plan}
sources:
  - {key: paper, title: Paper, publisher: Town}
nodes:
  - key: a
    kind: objective
    title: {en: Work}
    source: {ref: paper}
  - key: b
    kind: objective
    title: {en: Money}
    source: {ref: paper}
"""

CROSSWALK = """\
milepost: crosswalk/1
key: village--town
title: {en: Village and town}
links:
  - from: {framework: village-plan, node: "2"}
    to: {framework: town-plan, node: b}
    relation: closeMatch
    confidence: 0.8
    review: proposed
    note: {en: Both are about money sent home.}
  - from: {framework: village-plan, node: "1.1"}
    to: {framework: town-plan, node: a}
    relation: broadMatch
    confidence: 0.5
    review: proposed
"""


def line_of(text: str, part: str) -> int:
    """Return the 1-based line in which ``part`` first stands."""
    return text[: text.index(part)].count("\n") + 1


def swap(text: str, old: str, new: str) -> str:
    """Replace the one occurrence of ``old``; fail when there is none or more than one."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)
