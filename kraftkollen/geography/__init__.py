"""Borders of areas: read from files, checked, joined and made ready for the browser; the only place with a geometry library."""

from kraftkollen.geography.assembling import dissolve
from kraftkollen.geography.reading import read_borders, read_parents

__all__ = ["dissolve", "read_borders", "read_parents"]
