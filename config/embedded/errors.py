"""What this package raises when a person has to do something."""


class EmbeddedError(Exception):
    """Something went wrong that the message explains, together with what to do about it."""


class StopRequestedError(BaseException):
    """A signal asked us to stop. Not an `Exception`, so that no handler for errors swallows it."""
