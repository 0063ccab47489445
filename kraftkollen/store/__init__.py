"""The journal, the kept files and the published files: the only SQL and the only database driver of the product."""
