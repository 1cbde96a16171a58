"""Fills of areas: every state has a texture of its own, so that colour is never alone.

Green is solid, yellow is dotted, red is hatched, contested is cross-striped, grey is pale.
"""

from milepost.publishing.charts import ink
from milepost.publishing.charts.canvas import Canvas, Target

PATTERNED = ("yellow", "red", "contested", "grey")


def pattern_id(scope: str, state: str) -> str:
    """Return the id of a state's pattern in a drawing; ``scope`` is unique on a page."""
    return f"{scope.replace('.', '-')}-{state}"


def draw_definitions(canvas: Canvas, scope: str, scale: float = 1) -> None:
    """Add the patterns to a drawing, ``scale`` times as coarse (for groups drawn smaller)."""
    canvas.raw("<defs>")
    _pattern(canvas, scope, "yellow", 4, (0, scale))
    canvas.rect(0, 0, 4, 4, "s-yellow")
    canvas.circle(2, 2, 0.7, "h-dot")
    canvas.raw("</pattern>")
    _pattern(canvas, scope, "red", 4, (45, scale))
    canvas.rect(0, 0, 4, 4, "s-red")
    canvas.path("M0 0V4", "h-cut")
    canvas.raw("</pattern>")
    _pattern(canvas, scope, "contested", 6, (0, scale))
    canvas.rect(0, 0, 6, 6, "s-contested")
    canvas.path("M0 3H6M3 0V6", "h-cut")
    canvas.raw("</pattern>")
    _pattern(canvas, scope, "grey", 4, (-45, scale))
    canvas.rect(0, 0, 4, 4, "h-grey")
    canvas.path("M0 0V4", "h-ink")
    canvas.raw("</pattern></defs>")


def _pattern(
    canvas: Canvas, scope: str, state: str, size: int, turn_and_scale: tuple[int, float]
) -> None:
    turn, scale = turn_and_scale
    moves = [f"rotate({turn})"] if turn else []
    moves += [f"scale({scale:g})"] if scale != 1 else []
    turned = f' patternTransform="{" ".join(moves)}"' if moves else ""
    canvas.raw(
        f'<pattern id="{pattern_id(scope, state)}" width="{size}" height="{size}"'
        f' patternUnits="userSpaceOnUse"{turned}>'
    )


def fill_of(canvas: Canvas, state: str, scope: str) -> str:
    """Return the attribute that fills a shape with a state's colour and texture."""
    if state == "green":
        is_page = canvas.target is Target.PAGE
        return ' class="c-s-green"' if is_page else f' fill="{ink.PAPER["green"]}"'
    return f' fill="url(#{pattern_id(scope, state)})"'
