"""What is said of each fault that `verify` finds in a store, by its code."""

from collections.abc import Mapping

from kraftkollen.words.translate import mark

STORE: Mapping[str, str] = {
    "upload_missing": mark("The kept file of delivery {batch} is gone. Restore it from a backup."),
    "upload_changed": mark("The kept file of delivery {batch} is not the one that was delivered. Restore it from a backup."),
    "upload_unknown": mark(
        "The file {path} belongs to no delivery. If a delivery has been erased, run erase again for it: "
        "that takes the file away. Else take it away yourself."
    ),
    "rebuilt_refused": mark(
        "The kept file of delivery {batch} can no longer be read as it was then (reader {reader}). Tell whoever runs the tool."
    ),
    "rebuilt_differs": mark(
        "The kept file of delivery {batch}, read again, does not give the figures that are stored. Restore the journal from a "
        "backup, and tell whoever runs the tool."
    ),
    "rows_lost": mark("Delivery {batch} has {count} rows and should have {expected}. Restore the journal from a backup."),
    "pointer_missing": mark("Nothing says which published files are the newest. Run the command publish."),
    "published_missing": mark("The published file {path} is gone. Run the command publish."),
    "published_unknown": mark("The published file {path} is of a version that the journal does not know. Take it away."),
    "published_differs": mark(
        "The published file {path} is not as it was published. Take it away, and run the command publish."
    ),
    "published_damaged": mark("The published file {path} cannot be read. Take it away, and run the command publish."),
    "edition_differs": mark("Edition {edition} is not what was sealed. Restore the journal from a backup."),
    "edition_file_differs": mark(
        "The file {path} of edition {edition} is not as it was published. "
        "Take its folder away, and run the command edition list."
    ),
    "erasure_unfinished": mark(
        "The published file {path} may still hold what was erased: the erasure did not come to its end. Run erase again for "
        "the same delivery."
    ),
}
