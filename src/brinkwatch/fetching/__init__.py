"""Fetching: one page or feed from the public internet, politely and only when asked.

Fetcher().fetch("https://example.org/page")  ->  Page(url, data, validators)
"""

from brinkwatch.fetching.addresses import is_address
from brinkwatch.fetching.client import Fetcher, Page, Validators
from brinkwatch.fetching.limits import Limits, limits
from brinkwatch.fetching.opml import feeds

__all__ = ["Fetcher", "Limits", "Page", "Validators", "feeds", "is_address", "limits"]
