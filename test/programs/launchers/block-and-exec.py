# A supervisor that blocks signals while it prepares, and becomes the service without unblocking them.
import os
import signal
import sys

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
os.execv(sys.argv[1], sys.argv[1:])
