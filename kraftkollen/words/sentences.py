"""What is said of each error and problem, by its code. Message ids are the English; blanks are the error's details."""

from collections.abc import Mapping

from kraftkollen.words.border_sentences import BORDERS
from kraftkollen.words.edition_sentences import EDITION_ERRORS
from kraftkollen.words.effect_sentences import EFFECT_ERRORS
from kraftkollen.words.fetch_sentences import FETCH, FETCH_ERRORS
from kraftkollen.words.intake_sentences import INTAKE
from kraftkollen.words.ledger import LEDGER
from kraftkollen.words.register_terms import REGISTER_PROBLEMS, REGISTER_TERMS
from kraftkollen.words.sign_in_sentences import SIGN_IN_ERRORS, SIGN_IN_PROBLEMS, SIGN_IN_TERMS
from kraftkollen.words.store_sentences import STORE, STORE_ERRORS
from kraftkollen.words.translate import mark

ERRORS: Mapping[str, str] = {
    "refused": mark("It could not be done."),
    "configuration_refused": mark("{file} does not hold. Mend what is listed and try again."),
    "delivery_refused": mark("The file was not taken in, and nothing of it is stored. Mend what is listed and send it again."),
    "borders_refused": mark("The borders were not taken in. Nothing was changed. Mend what is listed and try again."),
    "store_missing": mark("There is no store in {path}. Make one with the command init, or name another folder with --data."),
    "store_exists": mark("There is a store in {path} already, and it was left as it is. Name another folder with --data."),
    "store_busy": mark("The store in {path} has been busy for {seconds} seconds. Nothing was stored. Try again in a minute."),
    "store_unreadable": mark(
        "The store's file {path} cannot be read ({reason}). It is damaged, or made by a newer version of Kraftkollen. "
        "Restore a backup, or upgrade."
    ),
    "store_unwritable": mark(
        "The disk refused to write in {path} ({reason}). What was stored before is untouched. "
        "Make room, or allow writing there."
    ),
    "server_refused": mark(
        "The server that keeps the journal gave no answer ({reason}). If something was being stored, look whether it is there "
        "before you do it again."
    ),
    "overtaken": mark("Somebody else stored at the same moment ({reason}). Nothing of yours was stored. Try again."),
    "nothing_published": mark("Nothing is published in {path} yet. Run the command publish."),
    "not_allowed": mark("{actor} may not do this ({permission}). Ask an administrator for the role that may."),
    **SIGN_IN_ERRORS,
    "same_approver": mark("{actor} delivered {batch} and may not approve it. Another person must."),
    "not_found": mark("There is no {what} called {given}. Look at the spelling."),
    "wrong_state": mark(
        "Delivery {batch} is {state} and cannot become {wanted}. If you meant to decide on it, somebody else did so first: "
        "look at it again."
    ),
    "file_unreadable": mark("The file {file} cannot be opened: {reason}."),
    "file_unwritable": mark("The file {file} cannot be written: {reason}. Name another place with --out."),
    "entry_refused": mark("Nothing was recorded. Mend what is listed and try again."),
    "name_needed": mark("Say who does it, with --by NAME: the act is recorded."),
    "reason_needed": mark("Say why, with --why TEXT: the reason is recorded and shown to whoever delivered."),
    "reference_needed": mark("Say on what legal ground, with --ref TEXT: a decision's number, or a paragraph of a law."),
    "publishing_failed": mark("What was approved is stored and could not be published now. Run the command publish. {reason}"),
    **EFFECT_ERRORS,
    **EDITION_ERRORS,
    **FETCH_ERRORS,
    **STORE_ERRORS,
}

# Said after the sentence where the error knows what may have been meant.
NEAREST = mark("Did you mean {nearest}?")

# Words of the code that stand among the details of an error.
TERMS: Mapping[str, str] = {
    **REGISTER_TERMS,
    "indicator": mark("indicator"),
    "area": mark("area"),
    "unit": mark("unit"),
    "column": mark("column"),
    "intervention": mark("intervention"),
    "committee": mark("committee"),
    "group": mark("group"),
    "city": mark("city"),
    "level": mark("level"),
    "owner": mark("owner"),
    "batch": mark("delivery"),
    "kept_file": mark("kept file"),
    "period": mark("period"),
    "ledger_row": mark("row of the ledger"),
    "ledger_import": mark("import of accounts"),
    "filename": mark("the name of the file"),
    "comment": mark("the comment"),
    "why": mark("the reason"),
    "ref": mark("the document number"),
    "by": mark("the name of who does it"),
    "version": mark("the version"),
    "value": mark("value"),
    "numerator": mark("numerator"),
    "denominator": mark("denominator"),
    "year": mark("year"),
    "school_year": mark("school year"),
    "half_year": mark("half-year"),
    "tertial": mark("third of a year"),
    "quarter": mark("quarter"),
    "month": mark("month"),
    "pdf": mark("a PDF"),
    "workbook": mark("an Excel workbook"),
    "old_workbook": mark("an old Excel workbook"),
    "picture": mark("a picture"),
    "document": mark("a document"),
    "archive": mark("an archive"),
    "binary": mark("something else"),
    "delivered": mark("waiting for approval"),
    "approved": mark("approved"),
    "rejected": mark("rejected"),
    "reverted": mark("reverted"),
    "erased": mark("erased"),
    **SIGN_IN_TERMS,
    "see_editions": mark("see published editions"),
    "see_published": mark("see published figures"),
    "see_drafts": mark("see drafts of the yearly evaluation"),
    "publish_editions": mark("publish the yearly evaluation"),
    "edition": mark("edition"),
    "see_deliveries": mark("see deliveries"),
    "see_delivered": mark("see figures as delivered"),
    "deliver": mark("deliver"),
    "approve": mark("approve"),
    "erase": mark("erase"),
    "publish": mark("publish"),
    "edit_register": mark("change the register"),
    "speak_for_own": mark("write for the own committee or company"),
    "text": mark("the text"),
    "what": mark("the description"),
    "evidence": mark("the evidence"),
    "measure": mark("the measure"),
    "import_areas": mark("import areas"),
    "evaluate": mark("change which areas are compared with"),
    "publish_register": mark("publish what is on record"),
    "administer": mark("administer"),
}
TERM_DETAILS = frozenset({"what", "state", "wanted", "permission", "kind", "column"})

_DEFINITIONS: Mapping[str, str] = {
    "definition_fault": mark("{subject}: the field {field} does not hold ({fault}). Mend it and run the check again."),
    "definition_unknown_key": mark("{subject}: there is no field {field}. Check the spelling in docs/indikatorer.md."),
    "definition_twice": mark("{subject} stands twice. Remove one, or give it another id."),
    "definition_no_dimension": mark("{subject}: there is no dimension {field}. Add it under dimensions, or remove it."),
    "definition_no_list": mark("The file has no {key}. Add it at the top."),
    "definition_unknown_owner": mark(
        "{subject}: the owner {given} is no body of the programme. Add it under bodies, or mend it."
    ),
    "definition_unknown_level": mark("{subject}: the programme has no level {given}. Add it under levels, or mend it."),
    "definition_unknown_indicator": mark("{subject}: there is no indicator {given} in indicators.yaml. Mend the id."),
    "yaml_fault": mark(
        "Line {row} cannot be read as YAML: {fault}. Check indents, quotes, dates, and that no field stands twice."
    ),
    "file_unreadable": mark("The file cannot be opened: {reason}."),
}

_TEXTS: Mapping[str, str] = {
    "entry_kind_unknown": mark("The register has no kind {column}. It has: {known}."),
    "entry_id_differs": mark("{column}: the id in the record is not {value}. Give them the same."),
    "entry_overtaken": mark(
        "{value} was changed by somebody else while you wrote. Open it again, look at what they wrote, and enter yours anew."
    ),
    "person_in_text": mark(
        "{column} holds something that may point at a person "
        "(a personal number, a phone number or an e-mail address). Remove it."
    ),
}
PROBLEMS: Mapping[str, str] = {
    **_DEFINITIONS,
    **_TEXTS,
    **REGISTER_PROBLEMS,
    **BORDERS,
    **INTAKE,
    **LEDGER,
    **STORE,
    **SIGN_IN_PROBLEMS,
    **FETCH,
}
