"""The name of an area that a record of the register is about."""

from kraftkollen.views.reading import Reading


def area_name(reading: Reading, level: str, code: str) -> str:
    """Return the name of an area of the current division; its code if the division has none such."""
    registry = reading.version.registry
    division = next((one.id for one in registry.divisions if one.level == level), None)
    return next((one.name for one in registry.areas if one.division == division and one.code == code), code)
