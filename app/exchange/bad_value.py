"""The one way a cell can fail, so that parsers of values need not know rows and columns."""


class BadValue(Exception):
    """A value can't be taken.

    Attributes:
        message: What is wrong with it, one sentence.
        remedy: What the person can do about it, one sentence.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
