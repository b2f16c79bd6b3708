#!/usr/bin/env bash
# Starts docker-compose.yml, as it is, under another name and on other ports; plays the demo on it; counts what arrived; starts it anew on
# the same volumes and counts again. Deletes its containers and volumes at the end. ./carillon images --check builds the images first.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
base=${CARILLON_CHECK_PORT:-24080}
export COMPOSE_PROJECT_NAME=carillon-check
export CARILLON_API_PORT=$base CARILLON_PROCESSOR_PORT=$((base + 1)) CARILLON_EMAIL_PORT=$((base + 2)) \
  CARILLON_GATEWAY_PORT=$((base + 3)) CARILLON_DIGEST_PORT=$((base + 4)) CARILLON_KAFKA_PORT=$((base + 10))
unset COMPOSE_FILE COMPOSE_PROFILES CARILLON_DIRECTORY CARILLON_EMAIL_PROVIDER
services="notification-api notification-processor email-service realtime-gateway digest-scheduler"

# How many notifications the demo's story puts into each person's bell. MainPathIT derives the same numbers from the story.
expected='ada-lund 4
bruno-k 5
chiara-r 5
dmitri-v 3
elif-kaya 2
femi-ade 1
greta-wolf 5
hiro-tan 2
ines-m 3
jonas-b 4
kofi-a 2
lena-s 4'

fail() {
  printf 'compose check: %s\n' "$*" >&2
  exit 1
}

compose() {
  docker compose --project-directory "$root" --env-file /dev/null "$@"
}

docker info >/dev/null 2>&1 || fail "no Docker engine answers. Install and start one: https://docs.docker.com/engine/install/"
docker compose version >/dev/null 2>&1 || fail "docker compose is missing. Install the plugin: https://docs.docker.com/compose/install/"
command -v curl >/dev/null || fail "curl is missing."
mkdir -p "$root/.carillon/logs"
log=$root/.carillon/logs/compose-check.log

finish() {
  local code=$?
  if [ "$code" -ne 0 ]; then
    compose ps --all --format 'table {{.Service}}\t{{.Status}}' >&2 || true
    compose logs --no-color >"$log" 2>&1 || true
    printf 'The logs of the containers are %s.\n' "${log#"$root"/}" >&2
  fi
  compose down --volumes --remove-orphans --timeout 30 >/dev/null 2>&1 || true
  exit "$code"
}

start() {
  local begun=$SECONDS
  compose up --detach --wait --wait-timeout "${CARILLON_CHECK_TIMEOUT:-300}" --pull "${CARILLON_CHECK_PULL:-missing}" --quiet-pull >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "docker compose up --wait failed."
  }
  printf 'docker compose up --wait took %d s.\n' $((SECONDS - begun))
}

# The state that `docker inspect` shows of a service's container.
state() {
  docker inspect --format "$2" "$(compose ps --all --quiet "$1")"
}

containers() {
  local service
  for service in $services; do
    [ "$(state "$service" '{{.State.Health.Status}}')" = healthy ] || fail "$service is not healthy."
    [ "$(state "$service" '{{.HostConfig.ReadonlyRootfs}}')" = true ] || fail "the root of $service can be written."
    [ "$(state "$service" '{{.Config.User}}')" = 10001:10001 ] || fail "$service does not run as user 10001."
    [ "$(state "$service" '{{.RestartCount}}')" = 0 ] || fail "$service was restarted."
    if compose logs --no-color "$service" 2>/dev/null | grep -iqE 'aot.*(error|unable|mismatch)'; then
      fail "$service does not use its AOT cache."
    fi
    printf '  %-24s ready in %s s, %s\n' "$service" "$(started_in "$service")" "$(memory "$service")"
  done
  if docker ps --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --format '{{.Ports}}' | grep -E '(0\.0\.0\.0|\[::\]|:::)'; then
    fail "a port is published to the network."
  fi
}

# What Spring Boot logs: seconds of the context, and of the process since it began.
started_in() {
  compose logs --no-color "$1" 2>/dev/null | grep -oE 'process running for [0-9.]+' | tail -n 1 | grep -oE '[0-9.]+$'
}

memory() {
  docker stats --no-stream --format '{{.MemUsage}}' "$(compose ps --quiet "$1")"
}

unread() {
  local token
  token=$(curl --silent --show-error --fail --header 'Content-Type: application/json' --data "{\"recipient\": \"$1\"}" \
    "http://localhost:$CARILLON_API_PORT/local/tokens" | sed -E 's/.*"token" *: *"([^"]+)".*/\1/')
  curl --silent --show-error --fail --header "Authorization: Bearer $token" \
    "http://localhost:$CARILLON_API_PORT/api/v1/notifications/counts" | grep -oE '"total": *[0-9]+' | head -n 1 | grep -oE '[0-9]+'
}

counts() {
  local person number found
  while read -r person number; do
    for _ in $(seq 60); do
      found=$(unread "$person")
      [ "$found" = "$number" ] && break
      sleep 0.5
    done
    [ "$found" = "$number" ] || fail "$1: $person has $found notifications, not $number."
  done <<<"$expected"
  printf '%s: every bell of the story is right (%s notifications of %s people).\n' "$1" \
    "$(awk '{ sum += $2 } END { print sum }' <<<"$expected")" "$(wc -l <<<"$expected")"
}

trap finish EXIT
compose down --volumes --remove-orphans >/dev/null 2>&1 || true
start
containers
curl --silent --fail "http://localhost:$CARILLON_API_PORT/" | grep -qi '<html' || fail "the page does not answer."
"$root/carillon" demo
counts "After the demo"
"$root/carillon" demo >/dev/null
counts "After the same demo again"

begun=$SECONDS
compose stop >/dev/null 2>&1
printf 'docker compose stop took %d s.\n' $((SECONDS - begun))
for service in $services; do
  code=$(state "$service" '{{.State.ExitCode}}')
  [ "$code" = 143 ] || [ "$code" = 0 ] || fail "$service ended with exit code $code, not in order."
done
compose down >/dev/null 2>&1
start
counts "After new containers on the same volumes"
printf 'The compose file works.\n'
