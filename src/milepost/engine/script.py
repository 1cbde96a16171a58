"""Statements over named tables, compiled once in a process and run over any data.

To turn an expression as long as a rating into the text of a query takes Ibis longer than DuckDB
needs for a million rows. So expressions are built over tables that have a name and a shape but
are nowhere yet; the text is kept, and each run puts its own tables in the place of the names.
"""

import uuid
from collections.abc import Callable, Hashable

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import OWN, Engine

PLACE = f"{OWN}run_"
"""How the names of tables begin in the text of a script; a run puts its own beginning there."""


class Script:
    """The statements that turn given tables into results, in the words of one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.steps: list[tuple[str, str, bool]] = []
        self.shapes: dict[str, ibis.Schema] = {}

    def given(self, name: str, schema: pa.Schema) -> ir.Table:
        """Return a table that each run will bring."""
        return ibis.table(ibis.Schema.from_pyarrow(schema), name=PLACE + name)

    def keep(self, name: str, expression: ir.Table, *, is_result: bool = False) -> ir.Table:
        """Add a statement that computes a table, and return the table.

        A result may be left to be computed when it is read; another table is computed once.
        """
        self.steps.append((name, self.engine.compiled(expression), is_result))
        self.shapes[name] = expression.schema()
        return ibis.table(expression.schema(), name=PLACE + name)


class Run:
    """One run of a script: its tables, until they are dropped."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.start = f"{OWN}{uuid.uuid4().hex[:12]}_"
        self.names: list[str] = []
        self.shapes: dict[str, ibis.Schema] = {}

    def bring(self, name: str, table: pa.Table | ir.Table) -> None:
        """Put a table of this process, or one of the engine, under a name of the script."""
        own = self._own(name)
        if isinstance(table, pa.Table):
            self.engine.put(own, table)
        else:
            self.engine.view(own, self.engine.compiled(table))

    def play(self, script: Script) -> None:
        """Run the statements."""
        self.shapes |= script.shapes
        for name, text, is_result in script.steps:
            own, query = self._own(name), text.replace(PLACE, self.start)
            if is_result:
                self.engine.view(own, query)
            else:
                self.engine.store(own, query)

    def table(self, name: str) -> ir.Table:
        """Return a table that a statement made."""
        return self.engine.table(self.start + name, self.shapes[name])

    def fetch(self, script: Script, name: str) -> pa.Table:
        """Return the rows of one statement of a script to this process."""
        (text,) = (text for step, text, _is_result in script.steps if step == name)
        return self.engine.fetch(text.replace(PLACE, self.start), script.shapes[name])

    def drop(self) -> None:
        """Remove the tables of the run, the last one first."""
        while self.names:
            self.engine.drop(self.names.pop())

    def _own(self, name: str) -> str:
        own = self.start + name
        self.names.append(own)
        return own


_scripts: dict[tuple[str, Hashable], Script] = {}


def get_script(engine: Engine, plan: Hashable, write: Callable[[], Script]) -> Script:
    """Return the script of a plan, and write it if that was not done before in this process.

    ``plan`` is everything that the statements depend on besides the kind of the engine.
    """
    script = _scripts.get((engine.kind, plan))
    if script is None:
        script = _scripts[engine.kind, plan] = write()
    return script
