#!/usr/bin/env bash
# parallel.sh SNAPSHOT VARIANTS OUT [SHARDS] [AT ONCE]: the shards on one big machine with GNU parallel, then the merge.
set -euo pipefail
[ $# -ge 3 ] || { echo "usage: parallel.sh SNAPSHOT VARIANTS OUT [SHARDS] [AT ONCE]" >&2; exit 2; }
snapshot=$1 variants=$2 out=$3 shards=${4:-16} atonce=${5:-4}

seq "$shards" | parallel --quote --halt now,fail=1 --jobs "$atonce" ranklab compare --snapshot "$snapshot" --variants "$variants"/*.json --shard "{}/$shards" --out "$out/shards" --quiet
ranklab merge "$out/shards" --snapshot "$snapshot" --out "$out/report"
