"""The open data interface OParl 1.1: read-only, public, without cookies; switched off it does not exist."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.timezone import is_aware
from django.views.generic import View

from core import files
from core.access import public
from steering.enums_exchange import PublishedKind as Kind
from steering.queries.open_data import LISTS
from steering.queries.open_data_names import ONLY, VERSION, list_address
from steering.queries.published import (
    LOOKUPS,
    Wanted,
    as_json,
    page_of_list,
    public_file,
    published,
    rows_of_list,
)

KINDS = {kind.lower(): kind for kind in Kind.values}
OWNED_LISTS = ("meeting", "consultation")
MINUTE = 60
# A change shows after this many seconds at the latest, wherever answers are kept in between.
KEPT_SECONDS = 60


class RefusedError(Exception):
    """The request cannot be answered; status and words for the reader's programmer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@method_decorator(public, name="dispatch")
class OpenDataView(View):
    """What all answers share: switched on or not there, not too many requests, headers of the specification."""

    http_method_names = ("get", "head")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, also refusals, as an object of the specification."""
        if not settings.OPARL:
            raise Http404
        try:
            _count(request)
            response = super().dispatch(request, *args, **kwargs)
        except RefusedError as refusal:
            response = _refusal(refusal)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers.setdefault("Cache-Control", f"public, max-age={KEPT_SECONDS}")
        return response


class ObjectView(OpenDataView):
    """One object under its own address; what was taken back says so."""

    def get(self, request: HttpRequest, kind: str = Kind.SYSTEM.lower(), key: str = ONLY) -> HttpResponse:
        """Return the object with references to what embeds it."""
        row = published(KINDS.get(kind, ""), key)
        if row is None:
            raise RefusedError(404, "There is no such object.")
        return _json(as_json([row], alone=True)[0])


class ListView(OpenDataView):
    """A page of an external list, of the body or of an organisation."""

    def get(self, request: HttpRequest, name: str, owner_key: str = "") -> HttpResponse:
        """Return data, pagination and links."""
        kind = Kind.BODY if name == "body" and not owner_key else LISTS.get(name)
        if kind is None or (owner_key and not self._is_owner(name, owner_key)):
            raise RefusedError(404, "There is no such list.")
        wanted = _wanted(request)
        return _json(page_of_list(rows_of_list(kind, wanted, owner_key), list_address(name, owner_key), wanted))

    @staticmethod
    def _is_owner(name: str, owner_key: str) -> bool:
        return name in OWNED_LISTS and published(Kind.ORGANIZATION, owner_key) is not None


class FileView(OpenDataView):
    """The bytes of a published file: to look at (`access`) or to keep (`download`)."""

    def get(self, request: HttpRequest, key: int, way: str) -> HttpResponse:
        """Return the file; one that was taken back is gone."""
        row = published(Kind.FILE, str(key))
        if row is None or way not in ("access", "download"):
            raise RefusedError(404, "There is no such file.")
        file = public_file(key)
        if row.deleted_at or file is None:
            raise RefusedError(410, "This file is no longer public.")
        return files.download_response(file, as_attachment=way == "download")


def _wanted(request: HttpRequest) -> Wanted:
    page = request.GET.get("page", "1")
    if not (page.isascii() and page.isdecimal() and int(page[:9]) >= 1 and len(page) < 10):
        raise RefusedError(400, "page: a whole number from 1.")
    times = {name: _moment(name, request.GET[name]) for name in LOOKUPS if name in request.GET}
    return Wanted(page=int(page), omit_internal=request.GET.get("omit_internal") == "true", times=times)


def _moment(name: str, text: str) -> Any:
    """Read a date-time; a plus sign that was not encoded arrives as a space."""
    try:
        value = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        value = None
    if value is None or not is_aware(value):
        raise RefusedError(400, f"{name}: a date-time with offset, for example 2026-03-02T14:00:00+01:00.")
    return value


def _count(request: HttpRequest) -> None:
    """Allow so many requests a minute from one address."""
    key = f"oparl:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # the minute ended in between, or the cache is away
        return
    if count > settings.OPARL_REQUESTS_PER_MINUTE:
        raise RefusedError(429, "Too many requests. Please wait a minute.")


def _refusal(refusal: RefusedError) -> HttpResponse:
    content = {"type": f"{VERSION}Error", "message": refusal.message, "debug": f"HTTP {refusal.status}"}
    response = _json(content, status=refusal.status)
    response["Cache-Control"] = "no-store"
    if refusal.status == 429:
        response["Retry-After"] = str(MINUTE)
    return response


def _json(content: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})
