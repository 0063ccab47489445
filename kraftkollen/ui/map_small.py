"""Many small maps beside each other, on the screen and on paper: pictures of our own, drawn when they are asked for."""

import base64
import hashlib
import html
from collections.abc import Iterable, Mapping

import streamlit as st

from kraftkollen.ui import address, caches, maps
from kraftkollen.ui.frame import Page
from kraftkollen.ui.map_shapes import Shapes, shapes
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.views.choices import Choice, choose
from kraftkollen.views.map_colours import GROUND, LINE, MISSING, PRIORITY_LINE, STRIPE, colours
from kraftkollen.views.map_small_view import Small, SmallMap, small_maps, small_options
from kraftkollen.views.map_view import MapView

_WIDTH = 220
_STYLE = (
    "<style>.kk-small{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:1rem}"
    ".kk-small figure{margin:0;break-inside:avoid}.kk-small img{width:100%;height:auto}"
    ".kk-small figcaption{font-size:.875rem;font-weight:600}.kk-small p{font-size:.8125rem;margin:0}</style>"
)


def choice(page: Page) -> Choice:
    """Return the kinds of small maps, and which of them the address asks for."""
    options = small_options(page.reading())
    asked = st.query_params.get(address.SMALL)
    if asked is None:
        return Choice(options, None)
    found = choose(options, asked)
    return Choice(options, None if found.unknown else found.chosen, found.unknown)


def draw(page: Page, shown: MapView, every: Mapping[str, Choice]) -> None:
    """Draw the choice, and the small maps if they are asked for."""
    if shown.drawing is None or shown.indicator is None:
        return
    section(page.words("Small maps, for print"))
    columns = st.columns(2)
    with columns[0]:
        found = every[address.SMALL]
        address.select(page.words("Small maps"), address.SMALL, found, every, placeholder=page.words("None"))
    with columns[1]:
        address.select(page.words("Classes"), address.SCALE, shown.scale, every)
    if found.chosen is None:
        return
    kind = Small(found.chosen.id)
    said = {
        Small.PERIOD: page.words("One map a period. The colours mean the same in all of them."),
        Small.INDICATOR: page.words(
            "One map an indicator, its newest period. Each has classes of its own: darker or orange is worse, or higher where "
            "no way is better."
        ),
    }
    paragraph(said[kind])
    st.html(_grid(page, shown, kind))
    if kind is Small.PERIOD:
        maps.draw_legend(page, shown)


def _grid(page: Page, shown: MapView, kind: Small) -> str:
    reading = page.reading()
    parts = [
        one.chosen.id if one.chosen else None for one in (shown.choices.indicator, shown.choices.level, shown.choices.group)
    ]
    parts += [shown.mode.chosen.id if shown.mode.chosen else None, shown.area.chosen.id if shown.area.chosen else None]

    def make() -> str:
        listed = small_maps(reading, shown, kind, lambda what, key, work: caches.kept(reading, what, key, work))
        outlined = [code for one in reading.version.programme.priority_areas for code in one.areas]
        drawn = _shapes(page, shown)
        figures = (_figure(one, drawn, outlined) for one in listed)
        return f'{_STYLE}<div class="kk-small">{"".join(figures)}</div>'

    return caches.kept(reading, "small maps", [kind.value, *parts], make)


def _shapes(page: Page, shown: MapView) -> Shapes:
    assert shown.drawing is not None
    geojson = shown.drawing.geojson
    name = hashlib.sha256(geojson.encode()).hexdigest()[:16]
    return caches.kept(page.reading(), "small shapes", [name], lambda: shapes(geojson, _WIDTH))


def _figure(one: SmallMap, drawn: Shapes, outlined: Iterable[str]) -> str:
    coded = base64.b64encode(picture(one, drawn, outlined).encode()).decode()
    title, said = html.escape(one.title, quote=True), html.escape(one.said, quote=True)
    image = f'<img alt="{title}. {said}" src="data:image/svg+xml;base64,{coded}">'
    return f"<figure><figcaption>{title}</figcaption>{image}{f'<p>{said}</p>' if said else ''}</figure>"


def picture(one: SmallMap, drawn: Shapes, outlined: Iterable[str]) -> str:
    """Return one small map as SVG: a path for each class, stripes for what is hidden, a line around the priority areas."""
    fills = list(zip(colours(one.legend), one.classes, strict=False))
    fills += [(MISSING, one.missing), (GROUND, one.hidden), ("url(#s)", one.hidden)]
    shown = "".join(
        f'<path d="{path}" fill="{fill}" stroke="{LINE}" stroke-width=".4"/>'
        for fill, codes in fills
        if (path := drawn.together(codes))
    )
    stripes = (
        '<defs><pattern id="s" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="1.3" height="4" fill="{STRIPE}"/></pattern></defs>'
    )
    outline = f'<path d="{drawn.together(outlined)}" fill="none" stroke="{PRIORITY_LINE}" stroke-width="1.4"/>'
    size = f'width="{drawn.width}" height="{drawn.height}" viewBox="0 0 {drawn.width} {drawn.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{stripes}{shown}{outline}</svg>'
