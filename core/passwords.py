"""Password rules that Django does not bring (ASVS 5.0, 6.2): an upper limit, and words everybody would guess first."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Installation, User


class MaximumLengthValidator:
    """Refuses what is longer than `max_length` characters; nothing is ever cut off silently."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when the password is too long."""
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say the rule."""
        return ngettext(
            "The password may have at most %(n)d character.",
            "The password may have at most %(n)d characters.",
            self.max_length,
        ) % {"n": self.max_length}


class ContextWordValidator:
    """Refuses passwords that are the name of the product or of the city with little around it."""

    words = ("lenkungskreis", "passwort", "password", "willkommen", "streetwork")
    # Characters that must remain when the guessable words are taken out.
    minimum_rest = 6

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when little remains without the guessable words."""
        rest = password.lower()
        city = Installation.objects.values_list("city_name", flat=True).get(pk=Installation.SINGLETON)
        for word in (*self.words, city.lower()):
            rest = rest.replace(word, "")
        if len(rest) < min(self.minimum_rest, len(password)):
            raise ValidationError(self.get_help_text(), code="password_guessable")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("The password must not consist of the name of this application or of the city.")
