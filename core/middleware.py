"""Middleware: request log, headers, language, identity, idle end of a session, second factor."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from core.identity import acting_as

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("request")

# Answered without identity, so that they also answer while the database is away.
WITHOUT_IDENTITY = ("/healthz", "/readyz")


class RequestLogMiddleware:
    """Gives each request an id and writes one line: route name, status, duration; no path, no person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=request.id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.view_name if match else "",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000),
            )
            response["X-Request-ID"] = request.id
            return response
        finally:
            structlog.contextvars.clear_contextvars()


class HeadersMiddleware:
    """Adds the headers Django has no setting for; pages with data are never cached anywhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response


class LanguageMiddleware:
    """German unless the person chose otherwise; the browser's wishes are not asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class IdentityMiddleware:
    """Makes a request one transaction in which the database knows who acts.

    Template responses are rendered inside, because the view handler renders them before it returns. An exception in
    the view rolls everything back; error pages are drawn from what is already loaded.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in WITHOUT_IDENTITY:
            return self.get_response(request)
        end_idle_session(request)
        user = request.user if request.user.is_authenticated else None
        casework = user is not None and user.does_casework
        with acting_as(user, casework=casework, request_id=request.id) as frame:
            request.now, request.today, request.installation = frame.now, frame.today, frame.installation
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002
        """Take back what the view wrote."""
        request.failed = True
        if connection.in_atomic_block:
            transaction.set_rollback(True)


def end_idle_session(request: HttpRequest) -> None:
    """Sign out after `SESSION_IDLE_SECONDS` without a request (ASVS 5.0, 7.3.1)."""
    seen = request.session.get("seen_at")
    now = int(timezone.now().timestamp())
    if seen is not None and now - seen > settings.SESSION_IDLE_SECONDS:
        logout(request)
    elif "_auth_user_id" in request.session and (seen is None or now - seen > 60):
        request.session["seen_at"] = now


class SecondFactorMiddleware:
    """Leads a user whose role needs a second factor to its set-up before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:  # noqa: ARG002
        """Redirect to the set-up page unless a factor exists or the page belongs to sign-in."""
        needed = getattr(request, "installation", None) and request.user.is_authenticated
        if not needed or request.user.roles.isdisjoint(request.installation.second_factor_roles):
            return None
        if self._is_sign_in_page(request) or self._has_factor(request):
            return None
        return redirect(reverse("mfa_index"))

    @staticmethod
    def _is_sign_in_page(request: HttpRequest) -> bool:
        name = resolve(request.path_info).view_name
        return name.startswith(("account_", "mfa_", "usersessions_")) or name in {"set_language", "healthz", "readyz"}

    @staticmethod
    def _has_factor(request: HttpRequest) -> bool:
        if request.session.get("second_factor"):
            return True
        from allauth.mfa.utils import is_mfa_enabled

        enabled = is_mfa_enabled(request.user)
        if enabled:
            request.session["second_factor"] = True
        return enabled
