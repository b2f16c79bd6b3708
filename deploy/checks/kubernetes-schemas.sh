#!/usr/bin/env bash
# kubernetes-schemas.sh DIR: puts the JSON schemas of Kubernetes 1.37 into DIR, from the Python package kubernetes-validate, for machines
# that cannot reach kubeconform's default location. The schemas of the CRDs are in deploy/checks/crds.
set -euo pipefail
target=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --no-deps --dest "$work" kubernetes-validate==1.37.0
mkdir -p "$target"
python3 - "$work" "$target" <<'PYTHON'
import json, pathlib, sys, zipfile

work, target = map(pathlib.Path, sys.argv[1:])


def relative(schema):
    """References beside the file. An id would change what they are relative to."""
    if isinstance(schema, list):
        return [relative(each) for each in schema]
    if isinstance(schema, dict):
        return {key: value.replace("/api/_definitions.json", "_definitions.json") if key == "$ref" and isinstance(value, str) else relative(value)
                for key, value in schema.items() if not (key == "$id" and isinstance(value, str))}
    return schema


with zipfile.ZipFile(next(work.glob("*.whl"))) as wheel:
    for name in wheel.namelist():
        if "/v1.37.0-local-strict/" in name and name.endswith(".json"):
            (target / pathlib.Path(name).name).write_text(json.dumps(relative(json.loads(wheel.read(name)))))
PYTHON
