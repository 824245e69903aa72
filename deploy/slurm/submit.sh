#!/usr/bin/env bash
# submit.sh SNAPSHOT VARIANTS OUT: the shards as an array of jobs, and the merge when all of them have succeeded.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: submit.sh SNAPSHOT VARIANTS OUT" >&2; exit 2; }
SNAPSHOT=$(realpath "$1"); VARIANTS=$(realpath "$2"); OUT=$(realpath -m "$3")
export SNAPSHOT VARIANTS OUT
here=$(dirname "$(realpath "$0")")
mkdir -p "$OUT/shards"

shards=$(sbatch --parsable --export=ALL "$here/compare.sbatch")
sbatch --export=ALL --dependency="afterok:${shards%%;*}" "$here/merge.sbatch"
