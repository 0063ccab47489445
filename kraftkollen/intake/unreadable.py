"""The way out of reading where a file, or a correction of how to read it, makes no sense at all."""

from kraftkollen.errors import Problem


class UnreadableError(Exception):
    """The file cannot be read at all, for the reason that `problem` holds."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def impossible(what: str, value: object) -> UnreadableError:
    """Return the error for a correction that no file, or not this file, can be read by."""
    return UnreadableError(Problem(f"correction_{what}", value=str(value)[:60]))
