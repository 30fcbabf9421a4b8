"""Error pages that need more than a template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open for too long, that nothing was saved, and how to go on."""
    return render(request, "403_csrf.html", status=403)
