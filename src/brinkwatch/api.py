"""The stages as functions over records, under their verbs: for notebooks and scripts.

>>> from brinkwatch.api import code, enter, read_bytes
>>> page = (
...     b"The Gazette\\n4 May 2012\\n\\nWarning over the strait\\n\\n"
...     b"If Iran closes the Strait of Hormuz, the United States will attack its navy, Defense "
...     b"Secretary Leon Panetta said in Washington on Friday. Iranian naval forces began an "
...     b"exercise on Thursday."
... )
>>> documents = read_bytes(page, "gazette.txt").documents
>>> records = code(documents).records
>>> book = enter(documents, records, as_of="2012-05-10")
>>> [(line.issuer, line.addressee, line.kind) for line in book.lines]
[(('USA',), ('IRN',), 'deterrent_threat')]
"""

from brinkwatch.assess import assess
from brinkwatch.coding import code
from brinkwatch.crisis import compare, draft, load, simulate, solve
from brinkwatch.forecast import forecast
from brinkwatch.ledger import enter
from brinkwatch.reading import read, read_bytes, visible
from brinkwatch.replay import replay
from brinkwatch.report import render

__all__ = [
    "assess", "code", "compare", "draft", "enter", "forecast", "load", "read", "read_bytes",
    "render", "replay", "simulate", "solve", "visible",
]  # fmt: skip
