"""Why a file as a whole cannot be read."""

from quarters.enums import Refusal


class Unreadable(Exception):  # noqa: N818  (reads as a sentence where it is caught)
    """The file is refused; nothing of it was kept. `detail` names the row, column or program."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.detail = detail[:200]
