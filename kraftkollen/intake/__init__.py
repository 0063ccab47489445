"""Reads any dialect of a file of figures, checks all of it at once, compares it with what is current. Pure."""

from kraftkollen.intake.check import Checked, check
from kraftkollen.intake.compare import compare, news
from kraftkollen.intake.corrections import correction_of
from kraftkollen.intake.doubts import doubts
from kraftkollen.intake.remarks import with_remarks
from kraftkollen.intake.sheet import Sheet, read

__all__ = ["Checked", "Sheet", "check", "compare", "correction_of", "doubts", "news", "read", "with_remarks"]
