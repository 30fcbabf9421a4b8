"""Answers to forms that a script sends: where the form led, instead of the page there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REDIRECTS = (301, 302, 303, 307, 308)


class FetchedFormMiddleware:
    """Turns a redirect into 204 with `X-Location` when `static/js/forms.js` asks.

    Followed silently, a redirect to the sign-in page would look like success and what was typed would be lost; and the
    messages for the next page would be used up by a page nobody sees.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as always, unless the script asked."""
        response = self.get_response(request)
        if "X-Page-Form" in request.headers and response.status_code in REDIRECTS:
            response["X-Location"] = response["Location"]
            del response["Location"]
            response.status_code = 204
            response.content = b""
        return response
