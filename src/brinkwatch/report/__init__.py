"""The answer, shown: in the terminal (`summary`) and as one self-contained page (`render`)."""

from __future__ import annotations

from brinkwatch.report.answer import Answer, CrisisAnswer
from brinkwatch.report.page import render
from brinkwatch.report.provenance import bibliography
from brinkwatch.report.summary import summary

__all__ = ["Answer", "CrisisAnswer", "bibliography", "render", "summary"]
