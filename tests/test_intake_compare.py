"""A delivery is compared with what is current: new, changed, the same."""

import pyarrow as pa

from kraftkollen.intake import compare
from kraftkollen.model.delivery import FIGURES, KEY, OBSERVATION_SCHEMA, Comparison
from tests.intake.city import HEADER, checked

ROWS = checked(
    "\n".join(
        [
            HEADER,
            "employment;010;2023;;;20;40;;",
            "employment;011;2023;;;10;30;;",
            "population;010;2023;;..;;;;",
            "population;011;2023;;100;;;;",
        ]
    )
).rows


def _current(**changes: list[object]) -> pa.Table:
    table = ROWS.select([*KEY, *FIGURES])
    for name, values in changes.items():
        table = table.set_column(
            table.column_names.index(name), table.schema.field(name), pa.array(values, table.schema.field(name).type)
        )
    return table


def _counts(comparison: Comparison) -> tuple[int, int, int]:
    return comparison.new, comparison.changed, comparison.unchanged


def test_everything_is_new_where_nothing_is_current() -> None:
    assert _counts(compare(ROWS, OBSERVATION_SCHEMA.empty_table())) == (4, 0, 0)


def test_what_is_the_same_to_nine_digits_is_unchanged_and_missing_equals_missing() -> None:
    close = _current(value=[50.0 * (1 + 1e-12), 100 / 3, None, 100.0])
    assert _counts(compare(ROWS, close)) == (0, 0, 4)


def test_a_changed_row_is_told_with_what_stood_before() -> None:
    comparison = compare(ROWS, _current(value=[50.0, 30.0, 7.0, 100.0], status=["final", "final", "final", "preliminary"]))
    assert _counts(comparison) == (0, 3, 1)
    changed = comparison.changed_rows.to_pylist()
    assert [(row["area"], row["value"], row["old_value"]) for row in changed] == [
        ("011", 100 / 3, 30.0),
        ("010", None, 7.0),
        ("011", 100.0, 100.0),
    ]
    assert changed[2]["old_status"] == "preliminary"


def test_keys_that_the_file_does_not_hold_are_left_out_of_account() -> None:
    other = pa.concat_tables([_current().slice(2), _current(period=["1999"] * 4)])
    assert _counts(compare(ROWS, other)) == (2, 0, 2)


def test_a_file_without_rows_changes_nothing() -> None:
    assert _counts(compare(OBSERVATION_SCHEMA.empty_table(), _current())) == (0, 0, 0)


def test_the_order_of_what_is_current_does_not_matter() -> None:
    assert _counts(compare(ROWS, _current().take([3, 1, 0, 2]))) == (0, 0, 4)
