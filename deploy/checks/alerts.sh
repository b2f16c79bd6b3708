#!/usr/bin/env bash
# Checks the alert rules and runs their tests. Without promtool it says what to install, and succeeds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../alerts"

if ! command -v promtool >/dev/null 2>&1; then
  echo "Alert rules: not tested. Install promtool (Debian and Ubuntu: apt-get install prometheus)."
  exit 0
fi

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

out=$(promtool check rules carillon.rules.yaml 2>&1) || fail "$out"
tested=$(promtool test rules tests/*.yaml 2>&1) || fail "$tested"
rules=$(grep -c '^ *- alert:' carillon.rules.yaml)
for alert in $(sed -n 's/^ *- alert: //p' carillon.rules.yaml); do
  grep -q "\b$alert\b" tests/*.yaml || fail "No test of deploy/alerts/tests names the alert $alert."
done
echo "Alert rules: $rules alerts checked, $(grep -h '^  - name:' tests/*.yaml | wc -l) tests passed."
