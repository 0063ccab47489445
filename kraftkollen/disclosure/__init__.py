"""Disclosure control: what is hidden between the journal and a published file. Pure: tables in, marks out."""
