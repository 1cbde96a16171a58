"""Marking the cells that name a row as header cells in a PDF that Typst wrote.

Typst tags the first row of a table and its groups; the call for row headers is kept back until its
form is settled. The elements of the structure are plain objects in the file, so the first cell of
each row is made a header of its row here, every cell of the row is told of it and of its column,
and the table of offsets at the end is written anew. A file of another build of Typst, in which
they are not found in this form, is returned as it is.
"""

import re
from dataclasses import dataclass

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TABLE = re.compile(rb"xref\s+0 (\d+)\s*?\r?\n")
_ENTRY = 20
"""Bytes of one line of the table of offsets, its end included."""
_ELEMENT = re.compile(rb"\d+ 0 obj\s+<</Type/StructElem/S/(\w+)/P \d+ 0 R")
_CHILDREN = re.compile(rb"/K\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NAME = re.compile(rb"/ID(\([^)]*\))")
_HEADERS = re.compile(rb"/Headers\[([^\]]*)\]")
_NAMES = b"/IDTree<</Names["


@dataclass(slots=True)
class _File:
    """The objects of a file by number, with what stands before and after them."""

    head: bytes
    objects: dict[int, bytes]
    free: dict[int, bytes]
    trailer: bytes

    def kind(self, number: int) -> bytes:
        found = _ELEMENT.match(self.objects.get(number, b""))
        return found.group(1) if found else b""

    def children(self, number: int) -> list[int]:
        found = _CHILDREN.search(self.objects[number])
        return [int(name) for name in _REFERENCE.findall(found.group(1))] if found else []


def with_row_headers(pdf: bytes) -> bytes:
    """Return the file with a header cell in every row of every table."""
    file = _read(pdf)
    if file is None:
        return pdf
    root = next((n for n, body in file.objects.items() if _NAMES in body), None)
    if root is None:
        return pdf
    names: list[bytes] = []
    for number in sorted(file.objects):
        if file.kind(number) == b"Table":
            names += _mark_table(file, number)
    # The tree of names is sorted, and R comes before the U of the names that Typst gives.
    file.objects[root] = file.objects[root].replace(_NAMES, _NAMES + b"".join(sorted(names)), 1)
    return _written(file)


def _read(pdf: bytes) -> _File | None:
    start = _START.search(pdf[-64:])
    at = int(start.group(1)) if start else -1
    table = _TABLE.match(pdf, at) if at > 0 else None
    if table is None:
        return None
    lines = [
        pdf[table.end() + n * _ENTRY : table.end() + (n + 1) * _ENTRY]
        for n in range(int(table.group(1)))
    ]
    used = {n: int(line[:10]) for n, line in enumerate(lines) if line[17:18] == b"n"}
    order = sorted(used, key=lambda n: used[n])
    ends = [*(used[n] for n in order[1:]), at]
    return _File(
        head=pdf[: used[order[0]]],
        objects={n: pdf[used[n] : end] for n, end in zip(order, ends, strict=True)},
        free={n: line for n, line in enumerate(lines) if n not in used},
        trailer=pdf[table.end() + len(lines) * _ENTRY :],
    )


def _mark_table(file: _File, table: int) -> list[bytes]:
    """Mark the rows of one table; return the new names, each with its object."""
    columns: list[bytes] = []
    names: list[bytes] = []
    for part in file.children(table):
        for row in file.children(part):
            cells = file.children(row)
            if file.kind(part) == b"THead":
                columns = [_name_of(file, cell) for cell in cells]
            elif cells and file.kind(cells[0]) == b"TH":
                # The name of a group speaks for its rows, whatever the column.
                file.objects[cells[0]] = _HEADERS.sub(b"/Headers[]", file.objects[cells[0]], 1)
            elif cells:
                names.append(_mark_row(file, cells, columns))
    return names


def _name_of(file: _File, cell: int) -> bytes:
    found = _NAME.search(file.objects[cell])
    return found.group(1) if found else b""


def _mark_row(file: _File, cells: list[int], columns: list[bytes]) -> bytes:
    first, name = cells[0], b"(R%07d)" % cells[0]
    for index, cell in enumerate(cells):
        column = columns[index] if index < len(columns) else b""
        body = file.objects[cell]
        found = _HEADERS.search(body)
        if found is None:
            continue
        known = re.findall(rb"\([^)]*\)", found.group(1))
        own = [] if cell == first else [name]
        heads = b"".join(dict.fromkeys(row for row in (column, *known, *own) if row))
        file.objects[cell] = body[: found.start(1)] + heads + body[found.end(1) :]
    body = file.objects[first].replace(b"/S/TD/", b"/S/TH/", 1)
    body = body.replace(b"/A[<</O/Table", b"/ID%s/A[<</O/Table/Scope/Row" % name, 1)
    file.objects[first] = body
    return b"%s%d 0 R" % (name, first)


def _written(file: _File) -> bytes:
    parts, at, offsets = [file.head], len(file.head), {}
    for number, body in file.objects.items():
        offsets[number] = at
        parts.append(body)
        at += len(body)
    count = len(offsets) + len(file.free)
    parts.append(b"xref\n0 %d\n" % count)
    parts += [file.free.get(n) or b"%010d 00000 n\r\n" % offsets[n] for n in range(count)]
    parts.append(_START.sub(b"startxref\n%d\n%%%%EOF" % at, file.trailer))
    return b"".join(parts)
