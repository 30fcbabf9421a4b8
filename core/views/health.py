"""Signs of life for load balancers, supervisors and monitoring. Answered without sign-in and without identity."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from core.access import public
from core.queries.health import readiness


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers; asks nobody else."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell whether requests should come here: 503 without database, its migrations or the broker.

    A silent scheduler and mails that wait for too long are told in words with status 200: taking the web away would
    help neither.
    """
    answer = readiness()
    return JsonResponse(
        {"status": answer.status, "checks": answer.checks}, status=503 if answer.status == "failing" else 200
    )
