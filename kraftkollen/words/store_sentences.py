"""What is said of each fault that `verify` finds in a store, by its code."""

from collections.abc import Mapping

from kraftkollen.words.translate import mark

STORE_ERRORS: Mapping[str, str] = {
    "store_newer": mark(
        "The store was made by a newer version of Kraftkollen (its schema is {schema}, this version knows {known}). "
        "Nothing was changed. Upgrade, or restore a backup from before."
    ),
    "journal_on_server": mark(
        "A database server keeps the journal of {path}. Copy and restore it with the database's own commands, as "
        "docs/flera-maskiner.md says."
    ),
    "target_taken": mark(
        "There is something in {path} already, and it was left as it is. Name a folder that is not there yet."
    ),
    "target_inside": mark("{path} lies inside the store. Name a folder outside of it, best on another disk."),
    "target_missing": mark("The folder {path} is not there. Make it, or mount its disk, and try again."),
    "backup_unwritable": mark(
        "The copy could not be written to {path} ({reason}). Nothing of it is left there. Make room, or name another place."
    ),
    "backup_missing": mark(
        "There is no backup in {path}: manifest.json is missing. Name a folder that the command backup made."
    ),
    "backup_damaged": mark("The backup in {path} is not as it was made, and nothing was restored. Use another backup."),
    "backup_newer": mark("The backup in {path} was made by a newer version of Kraftkollen. Upgrade before you restore it."),
}

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
    "edition_index_differs": mark(
        "The list of editions that pages read was damaged. It has been written anew from the journal: "
        "nothing more is to be done."
    ),
    "sign_ins_damaged": mark(
        "The file {path} of sign-ins has a line that cannot be read (line {line}). Restore it from a backup."
    ),
    "clock_behind": mark(
        "The clock shows {now} (UTC), and something was recorded at {last}. Set the clock right. What is recorded until then "
        "gets the time of the last record."
    ),
    "disk_nearly_full": mark("Only {free} per cent of the disk of {path} is free. Make room."),
    "backup_unknown": mark("No backup of this store is known. Run the command backup."),
    "backup_old": mark("The last backup was made {hours} hours ago. Run the command backup, and look why it did not run."),
    "backup_manifest_changed": mark("{path} is not as it was written."),
    "backup_file_missing": mark("{path} is missing, or cannot be read."),
    "backup_file_changed": mark("{path} is not as it was written."),
    "backup_differs": mark(
        "The journal does not hold what the backup says that it held. Use another backup, and tell whoever runs the tool."
    ),
    "erasure_unfinished": mark(
        "The published file {path} may still hold what was erased: the erasure did not come to its end. Run erase again for "
        "the same delivery."
    ),
}
