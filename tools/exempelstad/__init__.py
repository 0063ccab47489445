"""Makes Exempelstad, the demo's city: `generate(seed)` draws it, `files(city)` writes it. All of it is invented."""

from tools.exempelstad.city import DEFAULT_SEED, City, generate
from tools.exempelstad.write import files

__all__ = ["DEFAULT_SEED", "City", "files", "generate"]
