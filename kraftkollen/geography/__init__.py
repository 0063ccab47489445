"""Borders of areas: read from files, checked, joined and made ready for the browser; the only place with a geometry library."""
