"""What the evaluation rests on, by names that readers know: decisions, briefings, findings, money, effects."""

from kraftkollen.model.decision import Decision
from kraftkollen.programme.checkpoint_figures import EvidenceKind, Item
from kraftkollen.views.register_names import Names
from kraftkollen.words.numbers import day, kronor


class ItemNames(Names):
    """Names of what a figure rests on or lacks."""

    def title(self, item: Item) -> str:
        """Return what a reader calls the thing."""
        words, language = self.reading.words, self.reading.language
        match item.kind:
            case EvidenceKind.INTERVENTION | EvidenceKind.EFFECT:
                return self.called(item.id)
            case EvidenceKind.PLACE:
                return next((one.name for one in self.programme.priority_areas if one.id == item.id), item.id)
            case EvidenceKind.OVERLAP:
                first, _, second = item.id.partition("__")
                return words("{first} and {second}", first=self.called(first), second=self.called(second))
            case EvidenceKind.FINDING:
                found = next((one for one in self.programme.findings if one.id == item.id), None)
                return found.what.in_language(language) if found else item.id
            case EvidenceKind.DECISION:
                return self._decision(item.id)
            case EvidenceKind.BRIEFING:
                return self._briefing(item.id)
            case EvidenceKind.CALENDAR:
                return words("the day of the budget for {year}", year=item.id)
            case EvidenceKind.MONEY:
                return self._money(item.id)

    def _decision(self, name: str) -> str:
        found = next((one for one in self.programme.decisions if one.id == name), None)
        if found is None:
            return name
        parts = (day(found.day) if found.day else "", self.bodies(found.bodies), found.reference or "")
        return " ".join(part for part in parts if part)

    def _briefing(self, name: str) -> str:
        calendar, _, committee = name.partition(" ")
        found = next((one for one in self.programme.calendar if one.id == calendar), None)
        at = day(found.day) if found else calendar
        return self.reading.words("{committee}, {at}", committee=self.body(committee), at=at)

    def _money(self, name: str) -> str:
        found = next((one for one in self.programme.ledger if one.id == name), None)
        if found is None:
            return self.reading.words("money used in {year}", year=name)
        amount = kronor(found.amount_ore, self.reading.language)
        return f"{day(found.day)} {self.body(found.committee)} {amount}"

    def dissent(self, decision: Decision) -> str:
        """Return who dissented from a decision."""
        words = self.reading.words
        said = []
        for one in decision.dissent:
            parties = "+".join(one.parties)
            if one.kind == "reservation":
                said.append(words("reservation ({parties})", parties=parties))
            elif one.received:
                said.append(words("statement ({parties})", parties=parties))
            else:
                said.append(words("statement announced ({parties}), not received", parties=parties))
        return "; ".join(said)
