#!/bin/sh
# Starts the Virtuoso of DIR anew and waits until it answers; a query that hangs ends with the old one.
# usage: tests/endpoints/virtuoso.sh DIR [GRAPH.nq]    with GRAPH.nq: DIR is made, and the graph loaded into it
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
graph=${2:+$(realpath "$2")}
cd "$1"
if [ -f virtuoso.lck ]; then
    pid=$(sed -n 's/.*VIRT_PID=\([0-9]*\).*/\1/p' virtuoso.lck)
    # Without a checkpoint nothing of what was asked is kept, and nothing has to be.
    if grep -qs virtuoso-t "/proc/$pid/cmdline"; then kill -KILL "$pid"; fi
    while [ -e "/proc/$pid/exe" ] && grep -qs virtuoso-t "/proc/$pid/cmdline"; do sleep 0.1; done
    rm -f virtuoso.lck virtuoso.trx virtuoso-temp.db virtuoso-temp.trx
fi
[ -z "$graph" ] || { rm -f virtuoso.db virtuoso.trx; cp "$graph" graph.nq; cp "$here/virtuoso.ini" .; }
virtuoso-t -f -c virtuoso.ini >out.log 2>&1 &
for _ in $(seq 300); do
    if curl -sf --data-urlencode 'query=ASK { ?s ?p ?o }' http://127.0.0.1:8890/sparql >/dev/null; then
        [ -z "$graph" ] || isql-vt 127.0.0.1:11112 dba dba \
            exec="DB.DBA.TTLP_MT(file_to_string_output('graph.nq'), '', 'urn:x:default', 512); checkpoint;"
        exit 0
    fi
    sleep 0.1
done
echo "virtuoso-t does not answer; $1/out.log and $1/virtuoso.log say more" >&2
exit 1
