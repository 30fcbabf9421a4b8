"""The bare reference: a Django view with ten rows of the same database; no layout, no sign-in, no rights."""

import os

import dj_database_url
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path

settings.configure(
    SECRET_KEY="only-for-measuring",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
PAGE = "<!doctype html><title>bare</title><table>{% for row in rows %}<tr><td>{{ row.0 }}<td>{{ row.1 }}{% endfor %}</table>"


def ten_rows(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, name FROM core_organisation ORDER BY id LIMIT 10")
        return HttpResponse(Template(PAGE).render(Context({"rows": cursor.fetchall()})))


urlpatterns = [path("", ten_rows)]
application = get_wsgi_application()
