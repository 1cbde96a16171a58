"""Loading the packages of an engine only when it is asked for."""

from importlib import import_module
from typing import Any

from milepost.engine.errors import EngineDriverMissing


def load_driver(module: str, *, engine: str, extra: str) -> Any:
    """Return a module that an extra of the package brings. Raises ``EngineDriverMissing``."""
    try:
        return import_module(module)
    except ImportError as error:
        raise EngineDriverMissing(engine=engine, extra=extra) from error
