#!/bin/bash
# An entry script as many have it: passes the signal on, and waits until its job has ended.
trap 'kill -TERM "$child"' TERM
"$@" &
child=$!
while kill -0 "$child" 2>/dev/null; do wait "$child"; done
