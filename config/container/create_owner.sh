#!/bin/sh
# Runs once, when the database container is new. The product's role owns its database but is no superuser, because a
# superuser bypasses row-level security; the image's own POSTGRES_USER would be one.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE lenkungskreis LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE lenkungskreis OWNER lenkungskreis;
SQL
