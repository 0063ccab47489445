"""A text in Swedish and English, as the YAML files hold it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")


class Definition(BaseModel):
    """Base of everything that is read from YAML: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Definition):
    """The same words in both languages."""

    sv: str = Field(min_length=1, description="Plain Swedish, as a reader meets it.")
    en: str = Field(min_length=1, description="Plain English, as a reader meets it.")

    def in_language(self, language: Language) -> str:
        """Return the words in the language asked for."""
        return self.sv if language == "sv" else self.en
