#!/bin/bash
# Passes SIGTERM on to the service, and waits for it.
"$@" &
service=$!
trap 'kill -TERM "$service"' TERM
wait "$service"
wait "$service"
