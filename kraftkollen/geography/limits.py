"""How large a file of borders may be, and what counts as a sliver: the figures in one place."""

MAX_BYTES = 500_000_000
"""Of the file as sent, and of what a zip unpacks to."""
MAX_MEMBERS = 2_000
MAX_AREAS = 50_000
MAX_PROBLEMS = 500
"""A file for another city would otherwise give a problem for each pair of its areas."""

DEGREES = 4326
SWEDEN_METRES = 3006
SWEDEN = (10.0, 54.9, 24.3, 69.2)
"""Longitude and latitude within which SWEREF 99 TM measures truly."""
SOUTHERNMOST, NORTHERNMOST = -80.0, 84.0
"""The latitudes between which there are UTM zones to measure in."""
WIDEST_DEGREES = 20.0
"""All of Sweden fits; a file that is wider has its coordinates wrong."""

SLIVER_METRES = 5.0
"""Gaps and overlaps narrower than this come from digitising and are closed; wider overlaps are refused."""
SHARED_METRES = 10.0
"""A shorter border is a corner: a sliver closed at one can leave a border as long as the sliver is wide, or twice that."""
