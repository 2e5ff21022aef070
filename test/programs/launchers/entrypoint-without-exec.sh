#!/bin/sh
# An entrypoint as people write it: prepares, starts the service, and stays its parent.
set -e
export SERVICE_STARTED_BY=entrypoint
"$@"
echo "service ended"
