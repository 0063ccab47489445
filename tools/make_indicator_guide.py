"""Write docs/indikatorer.md: how to write an indicator, from the schema's own descriptions, and which there are.

python tools/make_indicator_guide.py [--out docs/indikatorer.md]
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kraftkollen.model.catalogue import Catalogue, load_catalogue  # noqa: E402
from kraftkollen.model.group import Category, Dimension  # noqa: E402
from kraftkollen.model.indicator import (  # noqa: E402
    Baseline,
    Better,
    Break,
    Indicator,
    Pooling,
    Range,
    SmallNumbers,
    Source,
    Target,
)
from kraftkollen.model.programme import Programme, load_programme  # noqa: E402
from kraftkollen.model.text import Definition  # noqa: E402

INTRO = """\
# Indikatorer

Alla indikatorer står i `indicators.yaml`, och bara där. Den här sidan säger hur man skriver en och vilka som finns.
Sidan görs av `python tools/make_indicator_guide.py`. Ändra inte här: ändra i `indicators.yaml`, eller i beskrivningarna i
`kraftkollen/model/indicator.py`.

## Lägg till en indikator

1. Skriv den sist i `indicators.yaml`. Åtta rader räcker:

   ```yaml
   - id: swimmers
     title: {sv: Simkunniga i åk 6, en: Able to swim in year 6}
     description: {sv: Andel som kan simma 200 meter., en: Share who can swim 200 metres.}
     kind: share
     better: higher
     numerator: {sv: Elever i åk 6 som kan simma, en: Pupils in year 6 who can swim}
     denominator: {sv: Alla elever i åk 6, en: All pupils in year 6}
     owner: grundskolenamnden
   ```

2. Kör `python -m kraftkollen check`. Alla fel visas på en gång, med indikator och fält.
3. Kör `python tools/make_indicator_guide.py`, så att listan nedan stämmer.

En stads egna mål, ägare och eftersläpning skrivs i stadens `programme.yaml`, under `indicators`.

Skriv kort och vanlig svenska. Rubriken säger vad som mäts, inte åt vilket håll det ska gå. Skriv "effekt" bara om en jämförelse
med vad som annars hade hänt. Fyll inte i det som ingen har beslutat: mål, utgångsvärde och granskning får stå tomma.

## Fält

Beskrivningarna står på engelska, som koden. Ett fält utan stjärna kan utelämnas.
"""

PARTS: tuple[tuple[str, type[Definition]], ...] = (
    ("source", Source),
    ("range", Range),
    ("pooling", Pooling),
    ("breaks", Break),
    ("small_numbers", SmallNumbers),
    ("targets", Target),
    ("baseline", Baseline),
)
DIMENSION_PARTS: tuple[tuple[str, type[Definition]], ...] = (("dimensions", Dimension), ("categories", Category))
# The unit, the factor and the range have defaults that depend on the kind: the schema sets them before it checks.
SET_BY_KIND = {"unit"}
DIRECTION = {Better.HIGHER: "högre är bättre", Better.LOWER: "lägre är bättre", Better.NEITHER: "ingen riktning"}


def guide(catalogue: Catalogue, names: Programme) -> str:
    """Return the whole page."""
    sections = [INTRO, *_fields(Indicator)]
    for name, model in PARTS:
        sections += ["", f"### `{name}`", "", *_fields(model)]
    sections += ["", "## Redovisningsgrupper", "", "Överst i filen, under `dimensions`: hur invånarna delas upp.", ""]
    for name, model in DIMENSION_PARTS:
        sections += [f"### `{name}`", "", *_fields(model), ""]
    return "\n".join([*sections, *_groups(catalogue), "", *_list(catalogue, names), ""])


def _fields(model: type[Definition]) -> Iterator[str]:
    yield "| fält | vad det håller |"
    yield "|---|---|"
    for name, field in model.model_fields.items():
        yield f"| `{name}`{_star(name, field)} | {_cell(field.description or '')} |"


def _star(name: str, field: FieldInfo) -> str:
    return " *" if field.is_required() and name not in SET_BY_KIND else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _groups(catalogue: Catalogue) -> Iterator[str]:
    yield "| dimension | id | rubrik | skrivs också |"
    yield "|---|---|---|---|"
    for dimension in catalogue.dimensions.values():
        for key, category in dimension.categories.items():
            aliases = ", ".join(category.aliases)
            yield f"| {_cell(dimension.title.sv)} | `{key}` | {_cell(category.title.sv)} | {_cell(aliases)} |"


def _list(catalogue: Catalogue, names: Programme) -> Iterator[str]:
    yield "## Indikatorerna"
    yield ""
    yield "Ägarna är förslag och står här med de namn som Malmö använder."
    yield ""
    yield "| id | rubrik | ägare | källa | riktning |"
    yield "|---|---|---|---|---|"
    for one in catalogue.indicators.values():
        owner, direction = names.body_name(one.owner), DIRECTION[one.better]
        yield f"| `{one.id}` | {_cell(one.title.sv)} | {owner} | {_cell(_source(one))} | {direction} |"


def _source(one: Indicator) -> str:
    code = f" ({one.source.catalogue} {one.source.code})" if one.source.code else ""
    return f"{one.source.producer}{code}"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "indikatorer.md")
    out = parser.parse_args().out
    catalogue = load_catalogue(ROOT / "indicators.yaml")
    names = load_programme(ROOT / "data" / "cities" / "malmo" / "programme.yaml")
    out.write_text(guide(catalogue, names), encoding="utf-8")


if __name__ == "__main__":
    main()
