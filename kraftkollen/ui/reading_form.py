"""How a file was read, said in words, and how an officer corrects it: what is not said in the file, and what was misread."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from kraftkollen.model.delivery import Correction, Form, Understood
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import paragraph
from kraftkollen.ui.upload import Upload

_CORRECTED = "corrected reading"
_ENCODINGS = ("utf-8", "cp1252", "utf-16")
_SEPARATORS = (";", ",", "\t")
_SHAPES = ("tidy", "periods_as_columns", "indicators_as_columns")
_COLUMNS = ("indicator", "area", "period", "grp", "value", "numerator", "denominator", "status", "comment")


def form(page: Page, found: Upload) -> Form:
    """Draw what may have to be said beside the file, the indicator and the level; return it with what was corrected."""
    titles = {one.id: one.title.in_language(page.language) for one in page.version.catalogue.indicators.values()}
    levels = {one.id: one.title_sv if page.language == "sv" else one.title_en for one in page.version.registry.levels}
    in_file = page.words("as the file says")
    left, right = st.columns(2)
    with left:
        indicator = st.selectbox(
            page.words("Indicator"), ["", *titles], format_func=lambda one: titles.get(one, in_file), key=f"i {found.key}"
        )
    with right:
        level = st.selectbox(
            page.words("Level"), ["", *levels], format_func=lambda one: levels.get(one, in_file), key=f"l {found.key}"
        )
    corrected: Form = st.session_state.get(f"{_CORRECTED} {found.key}", Form())
    return replace(corrected, indicator=indicator or None, level=level or None)


def draw(page: Page, found: Upload, read: Understood) -> None:
    """Say how the file was read, and let the officer correct it."""
    paragraph(_in_words(page, read))
    if read.ignored:
        paragraph(page.words("These columns are not used: {names}.", names=", ".join(read.ignored)))
    with st.expander(page.words("Is it read wrongly? Correct it here")), st.form(f"correct {found.key}", border=False):
        correction, sheet = _fields(page, read)
        if st.form_submit_button(page.words("Read again")):
            st.session_state[f"{_CORRECTED} {found.key}"] = Form(sheet=sheet, correction=correction)
            st.rerun()


def _in_words(page: Page, read: Understood) -> str:
    shape = _shapes(page).get(read.shape, read.shape)
    if read.sheet is not None:
        return page.words(
            "Read as a workbook: sheet {sheet}, headers on row {row}, {shape}.",
            sheet=read.sheet,
            row=read.header_row,
            shape=shape,
        )
    if not read.separator:
        return page.words("Read as a statistical file ({reader}).", reader=read.reader)
    marks = _marks(page)
    return page.words(
        "Read as {encoding}, separated by {separator}, decimals with {decimal}, headers on row {row}, {shape}.",
        encoding=read.encoding,
        separator=marks.get(read.separator, read.separator),
        decimal=marks.get(read.decimal_mark, read.decimal_mark),
        row=read.header_row,
        shape=shape,
    )


def _marks(page: Page) -> dict[str, str]:
    return {"\t": page.words("tab"), ";": page.words("semicolon"), ",": page.words("comma"), ".": page.words("point")}


def _shapes(page: Page) -> dict[str, str]:
    return {
        "tidy": page.words("one figure a row"),
        "periods_as_columns": page.words("periods as columns"),
        "indicators_as_columns": page.words("indicators as columns"),
    }


def _fields(page: Page, read: Understood) -> tuple[Correction, str | None]:
    """Draw the fields; return what they say."""
    marks, shapes = _marks(page), _shapes(page)
    is_text = read.sheet is None and bool(read.separator)
    first, second, third = st.columns(3)
    with first:
        row = int(st.number_input(page.words("Row of the headers"), min_value=1, value=max(read.header_row, 1), step=1))
        shape = _one_of(page.words("Shape"), _SHAPES, read.shape, shapes)
    with second:
        sheet = st.text_input(page.words("Sheet"), value=read.sheet or "") if read.sheet is not None else ""
        encoding = _one_of(page.words("Encoding"), _ENCODINGS, read.encoding, {}) if is_text else None
    with third:
        separator = _one_of(page.words("Separator"), _SEPARATORS, read.separator, marks) if is_text else None
        decimal = _one_of(page.words("Decimal mark"), (",", "."), read.decimal_mark, marks) if read.decimal_mark else None
    columns = _columns(page, read)
    return Correction(encoding, separator, decimal, row, shape, columns), sheet or None


def _one_of(label: str, known: tuple[str, ...], now: str, titles: Mapping[str, str]) -> str:
    options = [*known, *([now] if now not in known else [])]
    return str(st.selectbox(label, options, index=options.index(now), format_func=lambda one: titles.get(one, one)))


def _columns(page: Page, read: Understood) -> dict[str, str] | None:
    """Draw a box for each column of ours; None for a shape whose columns are found by their headers alone."""
    if read.shape != "tidy":
        return None
    titles = {
        "indicator": page.words("Indicator"),
        "area": page.words("Area"),
        "period": page.words("Period"),
        "grp": page.words("Group"),
        "value": page.words("Value"),
        "numerator": page.words("Numerator"),
        "denominator": page.words("Denominator"),
        "status": page.words("Status"),
        "comment": page.words("Comment"),
    }
    headers = ["", *dict.fromkeys([*read.columns.values(), *read.ignored])]
    none = page.words("no column")
    chosen: dict[str, str] = {}
    for place, column in zip(st.columns(3) * 3, _COLUMNS, strict=True):
        with place:
            now = read.columns.get(column, "")
            header = st.selectbox(
                titles[column], headers, index=headers.index(now), format_func=lambda one: one or none, key=f"column {column}"
            )
            if header:
                chosen[column] = header
    return chosen
