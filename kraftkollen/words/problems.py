"""The sentences of errors and problems: what is wrong, where, and what to do. One place, two languages, nothing left out."""

from collections.abc import Mapping

from kraftkollen.errors import Detail, Problem, UserError
from kraftkollen.model.text import Language
from kraftkollen.words.numbers import exact
from kraftkollen.words.sentences import ERRORS, NEAREST, PROBLEMS, TERM_DETAILS, TERMS
from kraftkollen.words.translate import translate


class _Blanks(dict[str, object]):
    """Details by name; a blank that nobody filled is shown as three dots rather than as a fault of ours."""

    def __missing__(self, key: str) -> str:
        return "…"


def error_sentence(error: UserError, language: Language) -> str:
    """Return what is wrong as a whole, in one or two sentences."""
    return _filled(ERRORS[error.code], error.details, language)


def problem_sentence(problem: Problem, language: Language) -> str:
    """Return what is wrong in one place, with the place, and what to do."""
    where = _where(problem, language)
    said = what_to_do(problem, language)
    return f"{where}: {said}" if where else said


def what_to_do(problem: Problem, language: Language) -> str:
    """Return the sentence alone, for a table that has columns for the place."""
    details = {"value": problem.value, "column": problem.column, "row": problem.row, **problem.details}
    return _filled(PROBLEMS[problem.code], details, language)


def problem_row(problem: Problem, language: Language) -> tuple[str, str, str, str]:
    """Return row, column, value and what to do, as a table shows them."""
    return (
        "" if problem.row is None else str(problem.row),
        problem.column or "",
        shown_value(problem, language),
        what_to_do(problem, language),
    )


def shown_value(problem: Problem, language: Language) -> str:
    """Return what stood in the place: as it was written, or a number of ours as the language writes it."""
    value = problem.details.get("value")
    return exact(value, language) if isinstance(value, float) else problem.value or ""


def _where(problem: Problem, language: Language) -> str:
    file = problem.details.get("file")
    row = translate(language, "row {row}", row=problem.row) if problem.row is not None else None
    column = (
        translate(language, "column {column}", column=problem.column) if problem.row is not None and problem.column else None
    )
    text = ", ".join(str(part) for part in (file, row, column) if part)
    return text[:1].upper() + text[1:] if not file else text


def _filled(message: str, details: Mapping[str, Detail], language: Language) -> str:
    details = {**details, **_in_language(details, language)}
    blanks = _Blanks({name: _term(name, value, language) for name, value in details.items() if value is not None})
    said = translate(language, message).format_map(blanks)
    return f"{said} {translate(language, NEAREST).format_map(blanks)}" if blanks.get("nearest") else said


def _in_language(details: Mapping[str, Detail], language: Language) -> dict[str, Detail]:
    """Return what is given in both languages, such as `indicator_sv` and `indicator_en`, under the plain name."""
    ending = f"_{language}"
    return {name.removesuffix(ending): value for name, value in details.items() if name.endswith(ending)}


def _term(name: str, value: Detail, language: Language) -> Detail:
    if name == "nearest":
        return translate(language, " or ").join(str(value).split("; "))
    if name in TERM_DETAILS and value in TERMS:
        return translate(language, TERMS[str(value)])
    return exact(value, language) if isinstance(value, float) else value
