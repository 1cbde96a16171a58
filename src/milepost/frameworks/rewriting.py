"""Applying proposals to a framework, and writing the result as a file of the format. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

Tree = dict[str, Any]
_OPTIONAL: Final = ("about", "issuer")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a proposal cannot be applied: the place of it in the list, a code, and the key."""

    position: int
    code: str
    key: str


def as_file(document: Mapping[str, Any]) -> Tree:
    """Return a normalised document as the tree that a framework file holds."""
    tree: Tree = {name: document[name] for name in ("milepost", "key", "version", "title")}
    tree |= {name: document[name] for name in _OPTIONAL if document[name]}
    period = {name: day for name, day in document["period"].items() if day}
    if period:
        tree["period"] = period
    tree["sources"] = [_stated(source) for source in document["sources"]]
    tree["nodes"] = []
    nodes: dict[str, Tree] = {}
    sources: dict[str, Any] = {"": None}
    for node in document["nodes"]:
        made = nodes[node["key"]] = _node(node, sources[node["parent"]])
        sources[node["key"]] = node["source"]
        parent = node["parent"]
        siblings = nodes[parent].setdefault("children", []) if parent else tree["nodes"]
        siblings.append(made)
    for benchmark in document["benchmarks"]:
        home = nodes[benchmark["node"]]
        home.setdefault("benchmarks", []).append(_benchmark(benchmark, sources[benchmark["node"]]))
    return tree


def _stated(values: Mapping[str, Any]) -> Tree:
    return {name: value for name, value in values.items() if value not in (None, "", {}, [])}


def _node(node: Mapping[str, Any], inherited: Any) -> Tree:
    made = {name: node[name] for name in ("key", "kind", "identifier", "title")}
    if node["text"]:
        made["text"] = node["text"]
    if node["source"] and node["source"] != inherited:
        made["source"] = _stated(node["source"])
    return made


def _benchmark(benchmark: Mapping[str, Any], inherited: Any) -> Tree:
    names = ("key", "title", "text", "type", "action_by", "level", "verification")
    made = _stated({name: benchmark[name] for name in names})
    if benchmark["source"] and benchmark["source"] != inherited:
        made["source"] = _stated(benchmark["source"])
    measure = benchmark["measure"]
    if measure:
        made["measure"] = _stated(measure)
        for name in ("baseline", "target"):
            if measure[name]:
                made["measure"][name] = _stated(measure[name])
    if benchmark["judge"]:
        made["judge"] = dict(benchmark["judge"])
    return made


def apply(tree: Tree, proposals: Iterable[Mapping[str, Any]], source: str = "") -> list[Obstacle]:
    """Apply proposals (kind, target, content) in their order, in place.

    Return why some could not be applied; they leave the tree as it was. Additions cite
    ``source``, the key of a source of the tree.
    """
    obstacles = []
    for position, proposal in enumerate(proposals):
        code = _STEPS[proposal["kind"]](tree, proposal["target"], proposal["content"], source)
        if code:
            obstacles.append(Obstacle(position, code, proposal["target"]))
    return obstacles


def _walk(nodes: list[Tree]) -> Iterable[tuple[list[Tree], Tree]]:
    for node in nodes:
        yield nodes, node
        yield from _walk(node.get("children", []))


def _find_node(tree: Tree, key: str) -> tuple[list[Tree], Tree] | None:
    return next((found for found in _walk(tree["nodes"]) if found[1]["key"] == key), None)


def _find_benchmark(tree: Tree, key: str) -> tuple[list[Tree], Tree] | None:
    for _siblings, node in _walk(tree["nodes"]):
        rows = node.get("benchmarks", [])
        for row in rows:
            if row["key"] == key:
                return rows, row
    return None


def _reword(tree: Tree, target: str, content: Mapping[str, Any], _source: str) -> str:
    found = _find_benchmark(tree, target) or _find_node(tree, target)
    if found is None:
        return "target_gone"
    entry = found[1]
    for name in ("title", "text"):
        if content.get(name):
            entry[name] = {**entry.get(name, {}), **content[name]}
    if _find_benchmark(tree, target):
        entry |= {name: content[name] for name in ("type", "level") if content.get(name)}
    return ""


def _move(tree: Tree, target: str, content: Mapping[str, Any], _source: str) -> str:
    found, home = _find_benchmark(tree, target), _find_node(tree, str(content.get("to")))
    if found is None or home is None:
        return "target_gone"
    rows, entry = found
    rows.remove(entry)
    home[1].setdefault("benchmarks", []).append(entry)
    return ""


def _remove(tree: Tree, target: str, _content: Mapping[str, Any], _source: str) -> str:
    found = _find_benchmark(tree, target) or _find_node(tree, target)
    if found is None:
        return "target_gone"
    found[0].remove(found[1])
    return ""


def _is_taken(tree: Tree, key: str) -> bool:
    return _find_node(tree, key) is not None or _find_benchmark(tree, key) is not None


def _add_benchmark(tree: Tree, target: str, content: Mapping[str, Any], source: str) -> str:
    home = _find_node(tree, target)
    if home is None:
        return "target_gone"
    if _is_taken(tree, content["key"]):
        return "key_taken"
    cited = {"source": {"ref": source}} if source else {}
    home[1].setdefault("benchmarks", []).append({**content, **cited})
    return ""


def _add_node(tree: Tree, target: str, content: Mapping[str, Any], source: str) -> str:
    home = _find_node(tree, target) if target else None
    if target and home is None:
        return "target_gone"
    if _is_taken(tree, content["key"]):
        return "key_taken"
    cited = {"source": {"ref": source}} if source else {}
    siblings = home[1].setdefault("children", []) if home else tree["nodes"]
    siblings.append({**content, **cited})
    return ""


_STEPS = {
    "reword": _reword,
    "move": _move,
    "remove": _remove,
    "add_benchmark": _add_benchmark,
    "add_node": _add_node,
}


def as_text(tree: Tree) -> str:
    """Return the tree as YAML that the reader of framework files takes."""
    return str(yaml.dump(tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100))


class _Plain(yaml.SafeDumper):
    """Writes no anchors, which the format refuses."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Repeat what is the same."""
        return True


def list_migration(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return benchmark keys by what a new version means for their ratings.

    ``kept``: nothing changed; ``moved``: only its place in the tree, ratings and assessments go
    on; ``reworded``: what is asked changed, so earlier ratings answer another question;
    ``added`` and ``removed``.
    """
    before = {row["key"]: row for row in old["benchmarks"]}
    after = {row["key"]: row for row in new["benchmarks"]}
    found: dict[str, list[str]] = {
        "kept": [],
        "moved": [],
        "reworded": [],
        "added": [key for key in after if key not in before],
        "removed": [key for key in before if key not in after],
    }
    for key, row in after.items():
        if key in before:
            found[_fate(before[key], row)].append(key)
    return found


_PLACE = frozenset({"node", "goal", "order", "source"})


def _fate(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if any(old[name] != new[name] for name in old.keys() - _PLACE):
        return "reworded"
    return "moved" if (old["node"], old["goal"]) != (new["node"], new["goal"]) else "kept"
