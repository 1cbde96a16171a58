"""Builds the fact tables of the demo edition from specimens of public data."""
