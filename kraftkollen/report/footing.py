"""What stands at the foot of every page of a document: the city, the data it shows, and when they were published."""

from kraftkollen.views.reading import Reading


def foot(reading: Reading) -> str:
    """Return the line at the foot of a page."""
    return reading.words(
        "{city}. Figures published {at}, data version {version}.",
        city=reading.version.programme.city.name,
        at=reading.published_at,
        version=reading.version.id,
    )
