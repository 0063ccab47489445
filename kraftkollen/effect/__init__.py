"""Pure estimators of what an intervention changed, with placebo tests and a verdict: no database, no clock, no words.

`estimate(panel, design) -> Estimate` holds everything that a page shows; `plan` says beforehand what could be seen.
"""

from kraftkollen.effect.design import Design, Method, Panel, Scale, Treatment
from kraftkollen.effect.estimate import estimate
from kraftkollen.effect.holm import Tried, corrected
from kraftkollen.effect.plan import Plan, plan
from kraftkollen.effect.result import Estimate
from kraftkollen.effect.selection import Rules, Selected, select

__all__ = [
    "Design",
    "Estimate",
    "Method",
    "Panel",
    "Plan",
    "Rules",
    "Scale",
    "Selected",
    "Treatment",
    "Tried",
    "corrected",
    "estimate",
    "plan",
    "select",
]
