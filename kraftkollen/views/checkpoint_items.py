"""What the evaluation rests on, by names that readers know: decisions, briefings, findings, money, effects."""

from kraftkollen.model.decision import BodyKind, Decision
from kraftkollen.programme.checkpoint_basis import NOTHING, EvidenceKind, Item
from kraftkollen.programme.checkpoint_figures import REPORTS
from kraftkollen.views.register_names import Names
from kraftkollen.words.numbers import day, kronor


class ItemNames(Names):
    """Names of what a figure rests on or lacks."""

    def title(self, item: Item) -> str:
        """Return what a reader calls the thing; what there is none of where there is none."""
        if item.id == NOTHING:
            return self._none(item.kind)
        words = self.reading.words
        match item.kind:
            case EvidenceKind.EFFECT if item.first is not None:
                return words("{name}: can be read first on {at}", name=self.called(item.id), at=day(item.first))
            case EvidenceKind.INTERVENTION | EvidenceKind.EFFECT | EvidenceKind.PLAN:
                return self.called(item.id)
            case EvidenceKind.PLACE:
                return next((one.name for one in self.programme.priority_areas if one.id == item.id), item.id)
            case EvidenceKind.OVERLAP:
                first, _, second = item.id.partition("__")
                return words("{first} and {second}", first=self.called(first), second=self.called(second))
            case EvidenceKind.FINDING:
                found = next((one for one in self.programme.findings if one.id == item.id), None)
                return found.what.in_language(self.reading.language) if found else item.id
            case EvidenceKind.DECISION:
                return self._decision(item.id)
            case EvidenceKind.BRIEFING:
                return self._briefing(item.id)
            case EvidenceKind.CALENDAR if item.id == REPORTS:
                return words("a passed day in the calendar on which the committees were to be informed")
            case EvidenceKind.CALENDAR:
                return words("the day of the budget for {year}", year=item.id)
            case EvidenceKind.MONEY:
                return self._money(item.id)
            case EvidenceKind.CALL_OFF:
                return words("money called off in {year}", year=item.id)

    def _none(self, kind: EvidenceKind) -> str:
        words = self.reading.words
        return {
            EvidenceKind.DECISION: words("a decision of a steering group, with its mandate"),
            EvidenceKind.INTERVENTION: words("an intervention in the register"),
            EvidenceKind.PLAN: words("an evaluation plan of an intervention"),
            EvidenceKind.PLACE: words("a priority area that is chosen"),
            EvidenceKind.FINDING: words("a finding whose answer was due"),
            EvidenceKind.EFFECT: words("an intervention with areas, a start and a primary indicator"),
        }.get(kind, str(kind))

    def whose(self, item: Item) -> str:
        """Return whose it is to provide: the body's; where none is named the board's, which co-ordinates.

        Kommunallagen (2017:725) 6 kap. 1 §: the executive board leads and co-ordinates the municipality's affairs.
        """
        if item.whose:
            # A finding may wait for the local work of a place, or for an intervention: neither is a body.
            local = next((one.name for one in self.programme.priority_areas if one.id == item.whose), None)
            return self.reading.words("The local work in {area}", area=local) if local else self._owner(item.whose)
        board = next((one.name for one in self.programme.bodies if one.kind is BodyKind.BOARD), None)
        if board is None:
            return self.reading.words("nobody is named")
        return self.reading.words("nobody is named; {board} co-ordinates", board=board)

    def _owner(self, name: str) -> str:
        found = self.body(name)
        return self.called(name) if found == name else found

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
            parties = ", ".join(one.parties)
            if one.kind == "reservation":
                said.append(words("reservation ({parties})", parties=parties))
            elif one.received:
                said.append(words("statement ({parties})", parties=parties))
            else:
                said.append(words("statement announced ({parties}), not received", parties=parties))
        return "; ".join(said)
