# What the processes of another container use: memory now, and processor time over so many seconds. Prints one JSON line.
#     use.py CONTAINER SECONDS
# Wants the same uid and gid as the container.
import json
import os
import re
import sys
import time

CONTAINER, SECONDS = sys.argv[1], float(sys.argv[2])
TICKS = os.sysconf("SC_CLK_TCK")


def read(pid, name):
    with open("/proc/%s/%s" % (pid, name)) as file:
        return file.read()


def container_of(pid):
    """The termination log's mount tells the container's name."""
    found = re.search(r"/pods/[^/]+/containers/([^/ ]+)/\S* /dev/termination-log ", read(pid, "mountinfo"))
    return found and found.group(1)


def processes():
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and container_of(name) == CONTAINER:
                yield name
        except OSError:
            pass


def processor_seconds(pid):
    fields = read(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def kib(pid, field):
    return int(re.search(r"^%s:\s+(\d+) kB" % field, read(pid, "smaps_rollup"), re.M).group(1))


pids = list(processes())
before = sum(processor_seconds(pid) for pid in pids)
time.sleep(SECONDS)
print(
    json.dumps(
        {
            "commands": [read(pid, "cmdline").replace("\0", " ").strip() for pid in pids],
            "residentKiB": sum(kib(pid, "Rss") for pid in pids),
            "proportionalKiB": sum(kib(pid, "Pss") for pid in pids),
            "processorSeconds": sum(processor_seconds(pid) for pid in pids) - before,
        }
    )
)
