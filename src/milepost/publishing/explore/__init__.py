"""Exploring the data of an edition: from a question in an address to figures, drawings and files.

``question`` reads what was asked, ``figures`` takes the answer from the bundle, ``drawing`` makes
a chart of it. Nothing is kept: any question can be asked.
"""
