"""Tables: text that is already formatted, with a description for those who cannot see its shape."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from pandas.io.formats.style_render import CSSDict

from kraftkollen.ui.frame import escaped

# Streamlit sets its own alignment on each cell, and reads each cell as Markdown.
_RIGHT = "text-align: right !important; font-variant-numeric: tabular-nums"


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], alt: str, *, right: Sequence[str] = (), height: int | None = None
) -> None:
    """Draw a table. Whatever stands in a cell is shown as it is.

    Parameters
    ----------
    right
        Columns of numbers, set to the right so that their decimals stand under each other.
    height
        In pixels, if the table is to scroll by itself.
    """
    frame = pd.DataFrame([[escaped(cell) for cell in row] for row in rows], columns=list(columns), dtype=str)
    places = [number for number, name in enumerate(columns) if name in right]
    styles: list[CSSDict] = [{"selector": f".col{place}", "props": _RIGHT} for place in places]
    st.table(frame.style.set_table_styles(styles), alt=alt, hide_index=True, border="horizontal", height=height or "content")
