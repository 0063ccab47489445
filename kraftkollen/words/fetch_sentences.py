"""What is said when official figures are fetched: of each error and problem, by its code."""

from collections.abc import Mapping

from kraftkollen.words.translate import mark

FETCH_ERRORS: Mapping[str, str] = {
    "outside_not_allowed": mark(
        "Calls to {address} are not allowed, and nothing was sent. An administrator allows them on the page Fetching."
    ),
    "source_failed": mark("{address} gave no answer that can be used. Nothing of it was kept. Try again later."),
    "demo_fetches_nothing": mark("A made-up city has no official figures. Nothing was asked for."),
    "nothing_to_fetch": mark("None of these indicators says where its figures can be fetched. See docs/hamtning.md."),
}

FETCH: Mapping[str, str] = {
    "source_not_allowed": mark(
        "Calls to {address} are not allowed, and nothing was sent. An administrator allows them on the page Fetching."
    ),
    "source_unreachable": mark("{address} could not be reached ({reason}, {tries} tries). Try again later."),
    "source_busy": mark("{address} asks to be left alone for now ({reason}). Try again later."),
    "source_refused": mark("{address} refused the question ({reason}). Look at the setting of the source."),
    "source_gone": mark("{address} is closed ({reason}). The source has moved: change its address in the setting."),
    "source_too_large": mark("The answer from {address} is larger than {most} MB. Ask for less."),
    "answer_form": mark("The answer has another form than it should ({part}). Nothing was kept. Tell whoever runs the tool."),
    "answer_next_missing": mark("The answer does not say whether more pages follow. Nothing was kept. Try again later."),
    "answer_next_foreign": mark("The next page lies at another address ({address}). It was not asked for. Nothing was kept."),
    "answer_loops": mark("The pages lead back to one that has been read ({address}). Nothing was kept. Try again later."),
    "answer_half": mark("The answer says {expected} figures and holds {found}. Nothing was kept. Try again later."),
    "answer_unanswered": mark(
        "The source has no answer for {ids}. Nothing was kept. Look whether the code is right, or is gone from the source."
    ),
    "answer_unasked": mark("The source answered for {ids}, which was not asked for. Nothing was kept."),
    "answer_rows_short": mark("The source says {total} rows and gave {found}. Nothing was kept. Try again later."),
    "answer_total_moved": mark(
        "The table changed while it was read: {before} rows, then {now}. Nothing was kept. Try again later."
    ),
    "answer_column_unknown": mark(
        "The source has a new column or variable: {columns}. Nothing was kept. Say in the setting what it means."
    ),
    "answer_column_missing": mark(
        "The source lacks a column or variable: {columns}. Nothing was kept. Look at the table, and mend the setting."
    ),
    "answer_code_gone": mark(
        "The source has no longer {codes} in {variable}. Nothing was kept. Look at the table, and mend the setting."
    ),
    "answer_code_twice": mark("Two codes of {variable} mean the same thing ({codes}). Nothing was kept. Mend the setting."),
    "answer_division": mark(
        "The source has another version of the areas: {found}, and {wanted} was expected. Nothing was kept. "
        "Versions are never joined: import the areas of the new one, and mend the setting."
    ),
    "answer_division_store": mark(
        "The source answers for {wanted}, and the store has {found}. Nothing was kept. Import the areas of that version."
    ),
    "answer_nothing_yet": mark("The source has nothing yet for {periods}; its last period is {last}."),
    "answer_too_large": mark("The smallest question has {cells} cells, and at most {most} are answered. Choose fewer codes."),
    "answer_period": mark("The source has the period {period}, which is not of the indicator's kind. Mend the setting."),
    "answer_search": mark("The search found {count} tables called {title}, and one is needed. Mend the setting."),
    "bundle_broken": mark("The kept answers do not hold together. Restore the file from a backup, or fetch again."),
    "level_unknown": mark(
        "The store has no level {level}. Levels come with programme.yaml when a store is made: "
        "add it there, or leave the source out."
    ),
}
