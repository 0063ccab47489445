"""What ids and codes look like in the YAML files, and the id that a name gives."""

import re
import unicodedata
from collections.abc import Container
from typing import Annotated

from pydantic import Field

ID = r"^[a-z][a-z0-9_]*$"
# A division's version stands in the names of files and layers: nothing that leads to another folder, or is code to anybody.
VERSION = r"^[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö ._-]{0,39}$"
# Codes such as 01280 lose their nought when YAML reads them as numbers: they must be quoted.
Code = Annotated[str, Field(strict=True)]
_LONGEST = 60


def id_of(name: str, taken: Container[str] = (), otherwise: str = "insats") -> str:
    """Return an id made from a name, such as fritid_for_alla, with a number after it if that is taken.

    Parameters
    ----------
    otherwise
        What to begin with where the name gives no letter to begin with.
    """
    bare = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    plain = "_".join(re.findall(r"[a-z0-9]+", bare))[:_LONGEST].strip("_")
    first = plain if re.match(ID, plain) else f"{otherwise}_{plain}".strip("_")
    found, number = first, 1
    while found in taken:
        number += 1
        found = f"{first}_{number}"
    return found
