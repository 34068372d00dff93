"""What is asked of whatever sends mail."""

from typing import Protocol


class Mailer(Protocol):
    async def send(self, to: str, subject: str, text: str) -> None:
        """Hands one letter in plain text over; then it is on its way.

        Raises:
            ValidationFailed: the address is none, or it or the subject holds a line break or another control.
            Unavailable: the server cannot be reached, or refuses.
        """
        ...
