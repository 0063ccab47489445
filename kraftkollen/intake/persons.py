"""Looks for persons in the columns of a file; what is found is silenced, so that no message can repeat it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.errors import Problem
from kraftkollen.intake.cells import Body, codes_of, with_texts
from kraftkollen.intake.dialect import Layout
from kraftkollen.intake.findings import Findings, Mask
from kraftkollen.model.persons import MAYBE_IDENTITY, MAYBE_PERSON, PersonKind, find_persons, holds_identity_number

# Stands in a cell instead of what may be a person: a private-use character, which no file of figures holds.
REDACTED = "\uf8ff"


def numbers_in(texts: Sequence[str], row: int) -> list[Problem]:
    """Return a problem for each text that holds an identity number; the first text stands in `row`, the next one below."""
    return [Problem("person_identity_number", row=row + step) for step, text in enumerate(texts) if holds_identity_number(text)]


def clean_layout(layout: Layout, body: Body, suspect: bool, findings: Findings) -> tuple[tuple[str, ...], Body]:
    """Return headers and cells without identity numbers, each of which is noted as a finding with its row and column.

    Every column is searched, also those that are not understood; title rows and notes too. Nothing is where the file is not
    `suspect`.
    """
    if not suspect:
        return layout.columns.headers, body
    titles = [" ".join(record) for record in layout.before]
    headers = tuple(
        f"#{place + 1}" if holds_identity_number(header) else header for place, header in enumerate(layout.columns.headers)
    )
    texts = numbers_in(titles, 1) + numbers_in([" ".join(layout.columns.headers)], layout.header_row)
    texts += numbers_in(body.notes, layout.header_row + body.height + 1)
    for problem in texts:
        findings.add_to_file(problem)
    columns = tuple(_without(column, header, findings) for column, header in zip(body.columns, headers, strict=True))
    return headers, Body(columns, body.notes, body.overflowing)


def _without(column: pa.DictionaryArray, header: str, findings: Findings) -> pa.DictionaryArray:
    maybe = pc.match_substring_regex(column.dictionary.cast(pa.binary()), MAYBE_IDENTITY)
    texts = column.dictionary.filter(maybe).to_pylist()
    found = [text for text in texts if holds_identity_number(text)]
    if not found:
        return column
    hit = pc.is_in(column.dictionary, pa.array(found, pa.string()))
    where = hit.to_numpy(zero_copy_only=False)[codes_of(column)]
    findings.add("person_identity_number", header, where)
    findings.silence(header, where)
    return with_texts(column, pc.if_else(hit, REDACTED, column.dictionary))


def silenced(column: pa.DictionaryArray) -> Mask:
    """Return the rows whose cell was taken out when the file was read."""
    hit = pc.equal(column.dictionary, REDACTED).to_numpy(zero_copy_only=False)
    where: Mask = hit[codes_of(column)]
    return where


def note_persons(column: pa.DictionaryArray, header: str, known: npt.NDArray[np.bool_], findings: Findings) -> None:
    """Note and silence cells that look like a person. `known` marks the texts of the dictionary that are names of ours."""
    maybe = pc.match_substring_regex(column.dictionary, MAYBE_PERSON).to_numpy(zero_copy_only=False) & ~known
    places = np.flatnonzero(maybe)
    kinds: dict[PersonKind, list[int]] = {}
    for place, text in zip(places.tolist(), column.dictionary.take(pa.array(places)).to_pylist(), strict=True):
        for kind in find_persons(text)[:1]:
            kinds.setdefault(kind, []).append(place)
    codes = codes_of(column)
    for kind, found in kinds.items():
        hit = np.zeros(len(column.dictionary), dtype=bool)
        hit[found] = True
        findings.add(f"person_{kind.value}", header, hit[codes])
        findings.silence(header, hit[codes])
