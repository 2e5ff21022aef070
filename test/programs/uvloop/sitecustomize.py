# On PYTHONPATH this makes any program run on uvloop, as `uvloop.install()` at its top would.
import warnings

import uvloop

warnings.simplefilter("ignore", DeprecationWarning)
uvloop.install()
