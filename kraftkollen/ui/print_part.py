"""How a page is printed: the content alone, in small type, on A4; the menu, the boxes and the buttons stay on the screen."""

import streamlit as st

_HIDDEN = (
    "stHeader",
    "stToolbar",
    "stPageLink",
    "stSelectbox",
    "stDownloadButton",
    "stButton",
    "stExpander",
)
# Streamlit lets the page scroll inside a box of the window's height; on paper only its first part would be there.
_STYLE = (
    "<style>@page{size:A4;margin:12mm}@media print{"
    "html{font-size:62.5%!important}"
    ".stApp,.stMain,[data-testid=stAppViewContainer],[data-testid=stMain]"
    "{position:static!important;overflow:visible!important;height:auto!important;display:block!important}"
    ".stMainBlockContainer{padding:0!important;max-width:none!important}"
    "a[hreflang]{display:none}"
    ".kk-table{overflow:visible;max-height:none!important}.kk-table th,.kk-table td{padding:.2rem .6rem .2rem 0}"
    # A chart is as wide as it was on the screen, 80 rem at most: made smaller, not drawn anew.
    ".stPlotlyChart{zoom:.56}"
    "h1,h2,h3{break-after:avoid}.kk-area,.kk-table tr,.js-plotly-plot{break-inside:avoid}"
    + ",".join(f"[data-testid={one}]" for one in _HIDDEN)
    + "{display:none!important}}</style>"
)


def style() -> None:
    """Give the page its form on paper."""
    st.html(_STYLE)
