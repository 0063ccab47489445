"""Turns what was understood of a file into the correction by which it is read again in exactly the same way."""

from kraftkollen.model.delivery import Correction, Understood


def correction_of(understood: Understood) -> Correction:
    """Return the correction that says everything that was understood. Beside it the form must name the same sheet."""
    is_text = understood.reader.startswith("text/")
    is_cube = not is_text and not understood.reader.startswith("workbook/")
    return Correction(
        encoding=None if understood.sheet is not None else understood.encoding,
        separator=understood.separator if is_text else None,
        decimal_mark=understood.decimal_mark or None,
        header_row=None if is_cube else understood.header_row,
        shape=understood.shape,
        columns=dict(understood.columns),
    )
