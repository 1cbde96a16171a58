"""The description of the API as a page: by topic, each address with what it takes and gives."""

from typing import Any

Json = dict[str, Any]
DEEPEST = 4
"""Levels of objects inside objects that the page follows."""


def sections_of(document: Json) -> Json:
    """Return the topics with their operations, in the order of the document."""
    topics: dict[str, list[Json]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            row = _operation(document, path, method, operation)
            topics.setdefault(next(iter(operation.get("tags", ())), "-"), []).append(row)
    return {
        "info": document["info"],
        "server": document["servers"][0]["url"],
        "topics": [{"name": name, "operations": rows} for name, rows in topics.items()],
        "problem": fields_of(document, document["components"]["schemas"]["Problem"]),
    }


def _operation(document: Json, path: str, method: str, operation: Json) -> Json:
    good = next(row for status, row in operation["responses"].items() if status.startswith("2"))
    media = good.get("content", {})
    shape = media.get("application/json", {}).get("schema")
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"].replace("_", "-"),
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "needs_token": bool(operation.get("security")),
        "parameters": [_parameter(document, row) for row in operation.get("parameters", ())],
        "bodies": [
            {"media": name, "fields": fields_of(document, row.get("schema"))}
            for name, row in body.items()
        ],
        "fields": fields_of(document, shape),
        "media": list(media),
        "statuses": sorted(operation["responses"]),
    }


def _parameter(document: Json, row: Json) -> Json:
    schema = _resolved(document, row["schema"])
    return {
        "name": row["name"],
        "is_in_path": row["in"] == "path",
        "required": row.get("required", False),
        "type": _type_of(document, row["schema"]),
        "default": _default_of(schema, row["schema"]),
        "description": row.get("description", "") or schema.get("description", ""),
    }


def _default_of(*schemas: Json) -> str:
    for schema in schemas:
        if schema.get("default") not in (None, ""):
            return str(schema["default"])
    return ""


def fields_of(document: Json, schema: Json | None, before: str = "", depth: int = 0) -> list[Json]:
    """Return the fields of an object and of the objects in it, with dotted names."""
    shape = _object_in(document, schema or {})
    rows: list[Json] = []
    for name, field in shape.get("properties", {}).items():
        label = f"{before}{name}"
        rows.append(
            {
                "name": label,
                "type": _type_of(document, field),
                "description": field.get("description", ""),
            }
        )
        inner = _object_in(document, field)
        is_shown = inner.get("title") not in {"Words", "Node"} and inner is not shape
        if inner.get("properties") and depth < DEEPEST and is_shown:
            rows += fields_of(document, field, f"{label}.", depth + 1)
    return rows


def _resolved(document: Json, schema: Json) -> Json:
    while "$ref" in schema or len(schema.get("allOf", ())) == 1:
        if "$ref" not in schema:
            schema = schema["allOf"][0]
            continue
        found: Json = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _choices(schema: Json) -> list[Json]:
    rows: list[Json] = schema.get("anyOf", [])
    return [row for row in rows if row.get("type") != "null"]


def _object_in(document: Json, schema: Json) -> Json:
    """Return the object that a schema is, or that its list or its choice holds."""
    found = _resolved(document, schema)
    if _choices(found):
        return _object_in(document, _choices(found)[0])
    if found.get("type") == "array":
        return _object_in(document, found.get("items", {}))
    return found


def _type_of(document: Json, schema: Json) -> str:
    found = _resolved(document, schema)
    if found.get("anyOf"):
        words = [_type_of(document, row) for row in _choices(found)]
        has_null = len(words) < len(found["anyOf"])
        return " | ".join([*words, "null"] if has_null else words)
    if found.get("enum"):
        return " | ".join(str(value) for value in found["enum"])
    if found.get("type") == "array":
        return f"[{_type_of(document, found.get('items', {}))}]"
    if found.get("type") == "object":
        return str(found.get("title", "object"))
    return str(found.get("format") or found.get("type") or "any")
