# The product as one image: web, worker, beat and migrate differ only in their command (docker-compose.yml).

FROM python:3.13-slim AS build
WORKDIR /app
ENV PYTHONUNBUFFERED=1
COPY requirements.txt ./
COPY config/requirements config/requirements
RUN python -m venv /venv \
 && /venv/bin/pip install --quiet --require-hashes -r config/requirements/bootstrap.txt \
 && /venv/bin/uv pip install --python /venv/bin/python --require-hashes --compile-bytecode --no-cache -r requirements.txt
# Node and what belongs to the build stays in this stage.
COPY config/frontend config/frontend
RUN python -m venv /build \
 && /build/bin/pip install --quiet --require-hashes -r config/requirements/build.txt \
 && /build/bin/python config/frontend/build.py
COPY . .
RUN export SECRET_KEY=only-for-the-build DATABASE_URL=postgres:///none REDIS_URL=redis://none STATIC_ROOT=/app/collected \
 && export DJANGO_SETTINGS_MODULE=config.settings.prod \
 && /venv/bin/python manage.py compile_translations \
 && /venv/bin/python manage.py collectstatic --no-input --verbosity=0 \
 && /venv/bin/python -m compileall -q config core quarters steering casework portal \
 && /venv/bin/pip uninstall --quiet --yes uv

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /state --create-home lenkungskreis
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.prod \
    STATE_DIR=/state \
    STATIC_ROOT=/app/collected
USER lenkungskreis
VOLUME /state
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "4", "--workers", "2", "--preload", "--no-control-socket"]
