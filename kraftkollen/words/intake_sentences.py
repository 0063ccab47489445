"""What is said of each problem in a file of figures, by its code."""

from collections.abc import Mapping

from kraftkollen.words.translate import mark

INTAKE: Mapping[str, str] = {
    "file_empty": mark("The file is empty. Save it again and send it again."),
    "file_too_large": mark("The file is {megabytes} MB, and at most {most} MB are taken. Split it."),
    "file_not_table": mark("The file is no text file but {kind}. Open it in its own program and save it as CSV."),
    "encoding_unknown": mark('The letters of the file cannot be read. Save it as "CSV UTF-8".'),
    "header_missing": mark("No row of headers was found. Write headers such as {expected}."),
    "no_rows": mark("There are no rows below the headers. Fill in at least one."),
    "too_many_rows": mark("The file has {rows} rows, and at most {most} are taken. Split it."),
    "quote_unclosed": mark("A quotation mark is never closed. Close it, or remove it."),
    "too_many_cells": mark(
        "The row has more cells than there are headers ({columns}). "
        "Put decimal commas in quotation marks, or use another separator."
    ),
    "column_twice": mark("Two columns mean the same thing. Keep one of them."),
    "column_missing": mark("The column {column} is missing. Add it."),
    "nothing_delivered": mark("No row holds a figure. Fill in at least one."),
    "form_indicator_unknown": mark("The chosen indicator does not exist. Choose another."),
    "form_level_unknown": mark("The chosen level does not exist. Choose among {levels}."),
    "indicator_unknown": mark("There is no such indicator. Check the spelling."),
    "indicator_empty": mark("The indicator is empty. Fill it in."),
    "indicator_differs": mark(
        "The row is about another indicator than the chosen one ({chosen}). Mend the row, or the choice."
    ),
    "area_unknown": mark("There is no such area. Check the spelling, or write the code."),
    "area_empty": mark("The area is empty. Fill it in."),
    "area_ambiguous": mark("Several areas have that name ({codes}). Write the code."),
    "area_level": mark(
        "The area belongs to the level {level}, and {wanted} was expected. Remove the row, or choose another level."
    ),
    "period_empty": mark("The period is empty. Fill it in."),
    "period_unreadable": mark("The period cannot be read. Write it as 2024, 2024/25, 2024H1 or 2024Q1."),
    "period_wrong_kind": mark(
        "The period is of the wrong kind: {kind}. The indicator is measured by {wanted}. Mend the period."
    ),
    "period_future": mark("The period ends {last_day}, which is after today. Mend it."),
    "group_unknown": mark("The indicator has no such group. Check the spelling."),
    "status_unknown": mark("There is no such status. Write preliminary, final or missing."),
    "status_contradicts": mark("The status says missing, and a value is given. Remove one of them."),
    "number_unreadable": mark("This is not a number. Write digits, .. where the value is missing, or leave it empty."),
    "number_ambiguous": mark("The number can be read in two ways. Write it without a mark for thousands."),
    "number_negative": mark("The number may not be negative. Mend it."),
    "number_not_whole": mark("A count of people is a whole number. Mend it."),
    "numerator_missing": mark("The numerator is missing. Fill it in."),
    "denominator_missing": mark("The denominator is missing. Fill it in."),
    "denominator_zero": mark("The denominator is 0. Then the numerator is 0 and the value is empty."),
    "count_with_fraction": mark("The indicator is a count. Write it as the value, and leave numerator and denominator empty."),
    "share_not_fraction": mark(
        "The value is not {numerator}/{denominator}, which gives {expected}. Mend one of the three, or leave the value empty."
    ),
    "numerator_above_denominator": mark("The numerator is larger than the denominator ({denominator}). Mend one of them."),
    "value_outside_range": mark("The value {value} is not possible: it must lie between {low} and {high}. Mend it."),
    "key_twice": mark("The same figure stands on row {first} already. Remove one of the rows."),
    "text_too_long": mark("The text is longer than {most} characters. Shorten it."),
    "person_identity_number": mark(
        "Something here looks like a personal identity number. Remove it. Nothing of the file was kept."
    ),
    "person_email": mark("Something here looks like an e-mail address. Remove it. Nothing of the file was kept."),
    "person_phone": mark("Something here looks like a telephone number. Remove it. Nothing of the file was kept."),
    "person_address": mark("Something here looks like an address. Remove it. Nothing of the file was kept."),
    "person_name": mark("Something here looks like a person's name. Remove it. Nothing of the file was kept."),
    "person_column": mark("The column is for personal data. Remove it: only figures for groups of people are taken."),
    "jump": mark(
        "{area} goes from {before} ({before_period}) to {value}: a change of {change}. "
        "What has been seen before makes a change between {low} and {high} likely. Check the figure; if it is right, say so."
    ),
    "denominator_jump": mark(
        "The denominator of {area} goes from {before} ({before_period}) to {value}: a change of {change}. What has been seen "
        "before makes a change between {low} and {high} likely. Check the figure, and that it is the right area."
    ),
    "changes_published": mark(
        "{indicator}, {period}: {count} of the figures replace others that are approved already. The largest change is in "
        "{area}: from {old} to {value}. Confirm if it is a correction."
    ),
    "changes_published_basis": mark(
        "{indicator}, {period}: {count} of the figures that are approved already keep their value, and get another numerator, "
        "denominator or status, such as the one in {area}. Confirm if it is a correction."
    ),
    "changes_published_missing": mark(
        "{indicator}, {period}: {count} of the figures that are approved already come to be missing, or were missing until "
        "now, such as the one in {area}. Confirm if it is a correction."
    ),
    "areas_gone": mark(
        "{indicator}, {period}: areas without a figure that had one in {before_period}: {count} ({areas}). "
        "Add them, or confirm that there are none."
    ),
    "group_gone": mark(
        "{indicator}, {period}: groups that are left out and had figures in {before_period}: {count} ({groups}). "
        "Add them, or confirm that there are none."
    ),
    "period_gone": mark(
        "{indicator}: the period {period} is left out, before {after}. Add it, or confirm that there are no figures for it."
    ),
    "groups_differ": mark(
        "The groups of {area} add up to {sum}, and the total ({column}) is {value}: it differs by {difference}. "
        "Check the groups and the total."
    ),
    "areas_differ": mark(
        "The {parts} areas of {area} add up to {sum}, and its total ({column}) is {value}: it differs by {difference}. "
        "Check the areas and the total."
    ),
    "totals_differ_noise": mark(
        "{indicator}, {period}: {count} of the totals differ a little from the sum of their parts, by {largest} at most. "
        "That can come from {producer} changing each figure slightly to protect people. Nothing needs to be done."
    ),
    "header_again": mark("The headers stand here again: the sheet holds several tables. Send each table as a file of its own."),
    "cell_formula": mark("The cell holds a formula that gives no figure. Mend it in Excel, or replace it with its value."),
    "share_as_part": mark("The value is a part of 1 and should be per cent. Write {expected}, or leave the value empty."),
    "shares_as_parts": mark(
        "Values in {column} that are parts of 1 (0.853) and were read as per cent (85.3): {count}. That is what their "
        "numerators and denominators give."
    ),
    "shares_at_most_one": mark(
        "All {count} shares without numerator and denominator are at most 1 per cent. If they are parts of 1 (0.853 for"
        " 85.3 per cent), multiply them by 100 and send the file again."
    ),
    "area_total": mark("The row is a sum. Remove it, or write {city} if it is the whole city."),
    "area_division": mark(
        "The area belongs to {division}, and the figures here are kept for {wanted}. Remove the row, or use codes of "
        "the right division."
    ),
    "period_is_date": mark(
        "The cell holds a date that is not the first day of a period. Write the period instead, as 2024, 2024/25, "
        "2024H1 or 2024Q1."
    ),
    "rows_of_persons": mark(
        "The file has one row per person. Add the rows up, so that each row is a figure for an area and a period. "
        "Nothing of the file was kept."
    ),
    "rows_hidden": mark(
        "Rows of the sheet {sheet} that are hidden in Excel, and are read as well: {count}. Check that they belong to "
        "the delivery."
    ),
    "person_in_sheet": mark(
        "The sheet {sheet} holds something that looks like a personal identity number. Remove it, save the workbook and"
        " send it again. Nothing of the file was kept."
    ),
    "person_in_workbook": mark(
        "A comment, a pivot table or another hidden part of the workbook holds something that looks like a personal "
        "identity number. Copy the table to a new workbook and send that. Nothing of the file was kept."
    ),
    "workbook_broken": mark(
        "The workbook cannot be opened. Open it in Excel, save it again as an Excel workbook (.xlsx) and send that."
    ),
    "workbook_locked": mark("The workbook is locked with a password. Save it without a password and send it again."),
    "workbook_too_large": mark(
        "The workbook takes {megabytes} MB unpacked, and at most {most} MB are taken. Send only the sheet with the "
        "figures, as CSV."
    ),
    "workbook_too_wide": mark("The workbook's sheets span too many cells. Copy the table to a new workbook and send that."),
    "sheet_unknown": mark("There is no such sheet in the workbook. Choose among {sheets}."),
    "sheet_none": mark("No sheet has a row of headers. The sheets are {sheets}. Write headers such as {expected}."),
    "sheet_several": mark("Several sheets hold figures: {sheets}. Choose one of them."),
    "cube_broken": mark(
        "The file looks like {format}, but something in it does not fit ({part}). Fetch it again from its source."
    ),
    "cube_no_values": mark(
        "The file ({format}) describes a table and holds no figures of it. Fetch the table with its figures and send that."
    ),
    "cube_size": mark(
        "The file should hold {expected} values by its dimensions, and holds {found}. Fetch it again from its source."
    ),
    "dimension_missing": mark(
        "No dimension of the file is {column}. Its dimensions are {dimensions}. Say which it is, or fetch the table with it."
    ),
    "contents_several": mark("The table holds several measures: {contents}. Fetch only the one that the indicator is."),
    "correction_column_unknown": mark("There is no column {value} in the file. Choose among {headers}."),
    "correction_columns": mark("The file cannot be read with {value} as a column of ours. Choose the columns again."),
    "correction_encoding": mark("The file cannot be read as {value}. Choose another encoding."),
    "correction_separator": mark("{value} cannot separate columns. Choose a semicolon, a comma, a tab or another sign."),
    "correction_decimal_mark": mark("{value} cannot be a decimal mark. Choose a comma or a point."),
    "correction_header_row": mark("Row {value} cannot be read as headers. Choose another row."),
    "correction_shape": mark("The file does not have the shape {value}. Choose another."),
    "file_seen": mark(
        "Exactly this file was sent before, on {day} by {by}: delivery {batch}, which is {state}. Send it again only if "
        "that is meant."
    ),
    "pending_overlap": mark(
        "Figures here that wait for approval in another delivery as well ({batches}): {count}. The delivery that is approved "
        "last counts. Reject the one that is wrong."
    ),
    "superseded": mark(
        "Figures of the delivery that later deliveries have taken the place of: {count} of {rows}. They stay as they are. "
        "Revert the later delivery too if it is wrong."
    ),
    "more_of_the_same": mark("And {more} more of the same kind."),
}
