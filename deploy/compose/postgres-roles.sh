#!/usr/bin/env bash
# Postgres runs this once, when its volume is empty: a role and a schema for each service, which nobody else may touch. The API's role
# may replicate and publish, and end a backend that holds its slot: it runs the outbox relay.
set -euo pipefail

sql() {
  psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname "$POSTGRES_DB"
}

role() {
  local schema=$1 service=$2
  sql <<SQL
create role carillon_$schema login password '$(cat "/run/carillon/$service/spring.datasource.password")';
create schema $schema authorization carillon_$schema;
alter role carillon_$schema in database $POSTGRES_DB set search_path = $schema;
SQL
}

role api notification-api
role processor notification-processor
role email email-service
role digest digest-scheduler
sql <<SQL
alter role carillon_api replication;
grant pg_signal_backend to carillon_api;
grant create on database $POSTGRES_DB to carillon_api;
SQL
