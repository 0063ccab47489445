"""Small areas added up to larger ones, and years pooled: from exact terms, before hiding, and never from shares. Pure."""

from kraftkollen.aggregation.adding import (
    COMPUTED,
    DELIVERED,
    FIGURE_SCHEMA,
    PRIORITY_DIVISION,
    Whole,
    priority_wholes,
    wholes,
    with_wholes,
)
from kraftkollen.aggregation.pooling import POOLED, Pooled, pooled, stands_behind

__all__ = [
    "COMPUTED",
    "DELIVERED",
    "FIGURE_SCHEMA",
    "POOLED",
    "PRIORITY_DIVISION",
    "Pooled",
    "Whole",
    "pooled",
    "priority_wholes",
    "stands_behind",
    "wholes",
    "with_wholes",
]
