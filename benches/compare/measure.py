"""What a finished process cost, by the system's own account; and figures of many runs."""

import os
import resource
import statistics
import subprocess
import time


class Cost:
    """Wall and CPU time in seconds, peak memory in MiB; `least` is the peak that no child of ours is below."""

    def __init__(self, wall, cpu, peak, least):
        self.wall = wall
        self.cpu = cpu
        self.peak = peak
        self.least = least

    def __str__(self):
        return f"wall {self.wall:.2f} s, CPU {self.cpu:.2f} s, {self.peak:.0f} MiB"


def cost(command, cwd=None):
    """Runs `command` to its end. Its own children count, too, where it waits for them."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"`{' '.join(map(str, command))}` failed with {child.returncode}")
    least = resource.getrusage(resource.RUSAGE_SELF)
    return Cost(wall, usage.ru_utime + usage.ru_stime, mebibytes(usage), mebibytes(least))


def mebibytes(usage):
    """The peak of a process: kilobytes on Linux, bytes on macOS."""
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    return usage.ru_maxrss * unit / 2**20


def peak(costs):
    """The median peak. Linux lets a process begin with the peak of its parent, so what is small cannot be told."""
    peak, least = (median([getattr(cost, kind) for cost in costs]) for kind in ("peak", "least"))
    return f"{peak:.0f}" if peak > 1.1 * least else f"under {least:.0f}"


def median(figures):
    return statistics.median(figures)


def spread(figures):
    """Median, and the range where there is one."""
    if len(figures) == 1:
        return f"{figures[0]:.2f}"
    return f"{median(figures):.2f} ({min(figures):.2f} to {max(figures):.2f})"


def machine(folder):
    """Cores, memory, kernel, and the file system of `folder`."""
    system = os.uname()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False)
    system = f"{system.sysname} {system.release.split('-')[0]}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, output on {kind.stdout.strip() or 'a disk'}, load {load:.1f}"
