"""How the demo gives up: in words for the person at the keyboard, with an exit code for scripts."""

FAILED = 1
USAGE = 2


class DemoFailed(Exception):
    """The message is shown as it is; `exit_code` is what the command returns, `code` what the API called the error."""

    def __init__(self, message: str, exit_code: int = FAILED, code: str | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.code = code
