"""The engine room: the formulas of ``measure`` in bulk, as Ibis expressions over Parquet.

``measure`` stays the specification: one series, one answer, every step. Here the same decisions
are expressions that DuckDB runs in the process, and Spark, ClickHouse or Trino elsewhere. Nothing
here knows indicators, editions or the database.
"""
