"""What every casework page has: the rule on the role, and its line in the read log."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.urls import get_resolver

from casework import rules
from casework.domain.readlog import log_read
from casework.enums import ReadKind
from core.access import require


class CaseworkPage:
    """A page with case data, for casework roles alone; mixed in before a class of `core.views.base`.

    Each page that was shown and each refusal leaves one row. The row of a page stands before it is rendered; the row
    of a refusal stays although what the view did is taken back, and the answer is the one that everybody gets for a
    page that does not exist or is not allowed.
    """

    # Nothing typed may be stored in the browser (ASVS 5.0, 14.3.3).
    private = True
    read_kind: ClassVar[ReadKind]
    # An empty form shows nothing that has to be recorded; its refusals are.
    shows_data = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer and record it."""
        try:
            require(rules.does_casework(request.user))  # before an object is looked for
            with transaction.atomic():
                response = super().dispatch(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refusal:
            log_read(self.get_read_kind(), subject=kwargs.get("pk"), allowed=False)
            return refuse(request, refusal)
        if self.shows_data and not isinstance(response, HttpResponseRedirectBase):
            log_read(self.get_read_kind(), subject=kwargs.get("pk"))
        return response

    def get_read_kind(self) -> ReadKind:
        """Say which page it is in the log."""
        return self.read_kind


def refuse(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Return the page that Django shows for a refusal, without rolling the request back."""
    request.failed = True
    status = 404 if isinstance(refusal, Http404) else 403
    return get_resolver().resolve_error_handler(status)(request, exception=refusal)
