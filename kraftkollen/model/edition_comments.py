"""What a named body says of a year in its yearly evaluation: its own words, apart from what is computed."""

from datetime import date

from pydantic import Field

from kraftkollen.model.feedback import Said
from kraftkollen.model.ids import ID
from kraftkollen.model.text import Definition


class EditionComment(Definition):
    """A comment on the yearly evaluation of a year, by a body."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    year: int = Field(ge=2000, le=2200, description="The year that the evaluation is about.")
    body: str = Field(description="The id of the body that comments.")
    day: date = Field(description="The day of the comment.")
    text: Said = Field(description="The comment, as the body wrote it. Never a person.")
    document: str | None = Field(default=None, max_length=100, description="The document number.")


class CommentRecords(Definition):
    """The comments, as a part of the programme."""

    edition_comments: tuple[EditionComment, ...] = ()


COMMENT_KINDS: dict[str, type[Definition]] = {"edition_comments": EditionComment}
