#!/usr/bin/env bash
# Generates requests from the API description of every service of a running stack. Fails on a response that is not described.
# Usage: system-tests/fuzz.sh [PATH OF SCHEMATHESIS] [EXAMPLES PER OPERATION]
# The API's port is CARILLON_API_PORT (default 8080).
set -euo pipefail
schemathesis=${1:-schemathesis}
examples=${2:-100}
api=http://localhost:${CARILLON_API_PORT:-8080}

token=$(curl -fsS "$api/local/tokens" -H 'Content-Type: application/json' \
  -d '{"recipient": "fuzz", "roles": ["user", "service", "support", "admin"]}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
url() { curl -fsS "$api/client/config.json" | sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }

operations() {
  curl -fsS "$(url $1)/v3/api-docs/$1" | grep -oE '"/[^"]*":\{"(get|post|put|patch|delete)"' | grep -cv '"/v3/api-docs/' || true
}

failed=0
for service in api gateway email digest processor; do
  echo "== $service"
  # Schemathesis leaves out the operation of the description itself, and fails if no other operation is left.
  if [ "$(operations $service)" = 0 ]; then
    echo "No operations but the description itself."
    continue
  fi
  # Schemathesis generates no path segment that decodes to `..` or `/`, which would select another route. The WebSocket is
  # excluded, because its answers are not HTTP responses.
  "$schemathesis" run "$(url $service)/v3/api-docs/$service" --url "$(url $service)" \
    --header "Authorization: Bearer $token" --max-examples "$examples" --continue-on-failure \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance \
    $([ $service = gateway ] && echo --exclude-operation-id openWebSocket) || failed=1
done
exit $failed
