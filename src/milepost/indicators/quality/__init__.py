"""The data quality report of an indicator: what the figures are like before they are used.

Everything here is computed from plain values, so that a report made from the database and one
recomputed from a release bundle are the same. ``report.assess`` is the door.
"""
