"""Reads what official sources answer: which question comes next, when to stop, and the rows. Pure; it opens no connection."""

from kraftkollen.intake.fetched.bundle import KEPT, Bundle, bundled, is_bundle, opened
from kraftkollen.intake.fetched.found import Dialogue, Found, Row
from kraftkollen.intake.fetched.sources import dialogue

__all__ = ["KEPT", "Bundle", "Dialogue", "Found", "Row", "bundled", "dialogue", "is_bundle", "opened"]
