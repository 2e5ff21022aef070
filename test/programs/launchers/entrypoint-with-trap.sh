#!/bin/bash
# Means well: says goodbye on SIGTERM, but bash waits for the foreground child before it runs a trap.
trap 'echo "stopping"; exit 0' TERM
"$@"
echo "service ended"
