"""The one error a domain verb raises for what its caller can mend."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal in the reader's language, with a stable code and, where one is to blame, the field's name."""

    def __init__(self, message: str, *, code: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
