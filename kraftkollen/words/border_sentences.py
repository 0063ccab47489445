"""What is said of each problem in a file of borders, by its code."""

from collections.abc import Mapping

from kraftkollen.words.translate import mark

BORDERS: Mapping[str, str] = {
    "borders_format_unknown": mark(
        "The file is not a zipped shapefile, GeoPackage or GeoJSON. Export the layer as one of them."
    ),
    "borders_unreadable": mark("The file cannot be read; it is damaged. Export it again."),
    "borders_zip_broken": mark(
        "The zip file is damaged, under a password or packed in an unusual way. Zip it again without a password."
    ),
    "borders_no_layer": mark("The file holds no layer of borders. Check that it is the right file."),
    "borders_several_layers": mark("The file holds several layers: {layers}. Send one at a time."),
    "borders_shapefile_incomplete": mark("The shapefile lacks {missing}. Put all its parts in one zip."),
    "borders_shapefile_not_zipped": mark("A shapefile is several files. Put them all in one zip."),
    "borders_too_large": mark(
        "The file is too large unpacked ({megabytes} MB, at most {most}) or has too many parts. Send only the layer."
    ),
    "borders_too_many": mark("The layer has more than {most} areas. Send only the city's."),
    "borders_empty": mark("The layer has no areas. Export it again."),
    "borders_no_crs": mark("The file names no coordinate system. Include the .prj file, or export with one."),
    "borders_crs_unusable": mark(
        "The coordinate system {crs} cannot be turned into longitude and latitude. Export in SWEREF 99."
    ),
    "borders_axes_swapped": mark("Latitude and longitude are swapped. Export with longitude first."),
    "borders_too_wide": mark("The areas span more than {degrees} degrees. Check the coordinate system."),
    "borders_out_of_range": mark("{value} lies off the map. Check the coordinate system."),
    "borders_field_unknown": mark("There is no column {column}. The file has: {fields}."),
    "borders_code_field_missing": mark("No column of area codes among: {fields}. Name it with --code."),
    "borders_code_field_ambiguous": mark("Several columns may be codes: {fields}. Name one with --code."),
    "borders_name_field_missing": mark(
        "No column of names among: {fields}. Name it with --name (the column of codes will do)."
    ),
    "borders_name_field_ambiguous": mark("Several columns may be names: {fields}. Name one with --name."),
    "borders_code_missing": mark("There is no area code. Fill it in."),
    "borders_code_duplicate": mark("The code {value} is on row {first_row} too. Merge the two, or correct one."),
    "borders_code_unknown": mark(
        "The code {value} is not in the division. Correct it, or import as a new version with --version."
    ),
    "borders_code_absent": mark("Area {value} {name} is missing from the file. Send all areas."),
    "borders_name_missing": mark("{value} has no name. Fill it in."),
    "borders_name_differs": mark(
        "{code} is called {known}, but the file says {value}. Correct it, or import as a new version with --version."
    ),
    "borders_geometry_empty": mark("{value} has no shape, or one that cannot be understood. Draw it again."),
    "borders_geometry_not_polygon": mark("{value} is not an area ({kind}). Send polygons only."),
    "borders_geometry_invalid": mark("The border of {value} crosses itself near {x}, {y}. Mend it in the map program."),
    "borders_overlap": mark("{value} overlaps {other} (row {other_row}) by {square_metres} m². Correct the border."),
    "borders_version_form": mark(
        "The version is no name that can stand in a file's. Write at most 40 letters and digits, such as 2030."
    ),
    "borders_parent_unknown": mark("{value} {name} belongs to {parent}, which does not exist. Give one that does."),
    "borders_parent_empty": mark("No area belongs to {value} {name}. Check what belongs to it."),
    "borders_more_problems": mark("A further {count} problems are not shown. Mend these first."),
}
