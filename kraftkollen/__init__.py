"""Kraftkollen: shared indicators, effects and yearly evaluation for a city's joint work in its priority areas."""

__version__ = "0.1.0"
