#!/usr/bin/env bash
# Lints the chart, renders it for every value set of deploy/chart/ci, validates what comes out against the schemas of Kubernetes and of
# the CRDs, and installs wrong values to see them refused by name. What is missing on the machine is said in one line and skipped.
#
#   deploy/checks/chart.sh [--render DIR]     --render keeps what was rendered
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
chart=$root/deploy/chart/carillon
sets=$root/deploy/chart/ci
PATH=$PATH:${GOBIN:-${GOPATH:-${HOME:-}/go}/bin}

if ! command -v helm >/dev/null 2>&1; then
  echo "Chart: not checked. Install helm (go install helm.sh/helm/v3/cmd/helm@v3.22.0, or https://helm.sh/docs/intro/install)."
  exit 0
fi

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# A helm from "go install" takes the cluster for Kubernetes 1.20.
version=1.37.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rendered=$work/rendered
[ "${1:-}" = --render ] && rendered=$2
mkdir -p "$rendered"

# Helm says on every run that it follows the links to the dashboards and rules.
quietly() {
  "$@" 2> >(grep -v 'found symbolic link in path' >&2)
}

values_of() {
  if [ "$1" = minimal ]; then
    printf '%s\n' -f "$sets/minimal.yaml"
  else
    printf '%s\n' -f "$sets/minimal.yaml" -f "$sets/$1.yaml"
  fi
}

# --- lint and render ---------------------------------------------------------------------------------------------------

count=0
for file in "$sets"/*.yaml; do
  name=$(basename "$file" .yaml)
  mapfile -t values < <(values_of "$name")
  quietly helm lint --quiet --strict --kube-version "$version" "$chart" "${values[@]}" || fail "helm lint refuses the value set $name."
  quietly helm template carillon "$chart" --kube-version "$version" --namespace notifications "${values[@]}" >"$rendered/$name.yaml" || fail "The value set $name does not render."
  count=$((count + 1))
done
quietly helm template carillon "$chart" --kube-version "$version" --api-versions keda.sh/v1alpha1 -f "$sets/minimal.yaml" \
  --set autoscaling.prometheusUrl=http://prometheus:9090 >"$rendered/auto-with-keda.yaml"

# --- what every pod must have (Pod Security "restricted") -----------------------------------------------------------------

for file in "$rendered"/*.yaml; do
  containers=$(grep -c '^ *image: ' "$file")
  for line in 'allowPrivilegeEscalation: false' 'readOnlyRootFilesystem: true' 'capabilities: {drop: \[ALL\]}' 'runAsNonRoot: true' \
    'seccompProfile: {type: RuntimeDefault}' 'automountServiceAccountToken: false'; do
    [ "$(grep -c "$line" "$file")" -ge "$containers" ] || fail "$(basename "$file"): not every pod has $line"
  done
done
grep -q 'kind: ScaledObject' "$rendered/auto-with-keda.yaml" || fail "autoscaling.mode=auto does not use KEDA where its CRDs are."
grep -q 'kind: HorizontalPodAutoscaler' "$rendered/minimal.yaml" || fail "autoscaling.mode=auto has no HorizontalPodAutoscaler without KEDA."
! grep -lE 'kind: Secret$' "$rendered"/*.yaml || fail "The chart must not write Secrets."

# --- the configuration has only properties that exist ----------------------------------------------------------------------

for key in $(cat "$rendered"/*.yaml | sed -n 's/^ *"\(carillon\.[^"]*\)": .*/\1/p' | sort -u); do
  grep -qF "| \`$key\` |" "$root/docs/reference/properties.md" || fail "The chart sets $key, which docs/reference/properties.md does not have."
done

# --- wrong values --------------------------------------------------------------------------------------------------------

wrong=0
while IFS='|' read -r settings expected; do
  settings=$(sed 's/ *$//' <<<"$settings")
  expected=$(sed 's/^ *//' <<<"$expected")
  case $settings in '' | '#'*) continue ;; esac
  if message=$(helm template carillon "$chart" --kube-version "$version" -f "$sets/minimal.yaml" --set "$settings" 2>&1 >/dev/null); then
    fail "The chart accepts $settings."
  fi
  grep -qF -- "$expected" <<<"$message" || fail "The chart refuses $settings, but does not name \"$expected\": $message"
  wrong=$((wrong + 1))
done <"$sets/wrong-values.txt"

# --- schemas -------------------------------------------------------------------------------------------------------------

schemas="not compared with the schemas of Kubernetes: install kubeconform (go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0)"
if command -v kubeconform >/dev/null 2>&1; then
  kubernetes=${CARILLON_KUBERNETES_SCHEMAS:-$root/.carillon/kubernetes-schemas}
  if [ ! -f "$kubernetes/deployment-apps-v1.json" ]; then
    "$root/deploy/checks/kubernetes-schemas.sh" "$kubernetes" >/dev/null 2>&1 || true
  fi
  if [ -f "$kubernetes/deployment-apps-v1.json" ]; then
    places=(-schema-location "$kubernetes/{{.ResourceKind}}{{.KindSuffix}}.json")
  else
    places=(-schema-location default)
  fi
  places+=(-schema-location "$root/deploy/checks/crds/{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json")
  summary=$(kubeconform -strict -summary "${places[@]}" "$rendered"/*.yaml) || fail "$summary"
  schemas=$(grep -o 'Valid: [0-9]*' <<<"$summary" | sed 's/Valid: \(.*\)/\1 objects valid/')
fi
echo "Chart: $count value sets rendered, $wrong wrong values refused by name, $schemas."
