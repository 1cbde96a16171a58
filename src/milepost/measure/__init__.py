"""The pure room: formulas over numbers, with no framework, file, clock or database.

Doors: :mod:`~milepost.measure.rules` (rating functions), :mod:`~milepost.measure.rollup`,
:mod:`~milepost.measure.panel`, :mod:`~milepost.measure.counterfactual`,
:mod:`~milepost.measure.explanation` (every code that a verdict may carry) and
:mod:`~milepost.measure.catalogue` (every method by its id).
"""
