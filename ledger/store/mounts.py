"""On what kind of file system a path lies, as Linux tells: some cannot keep a ledger.

The write-ahead log has its index in memory that all who have the file open share, and they must be of one machine
(https://www.sqlite.org/wal.html). Elsewhere they would not see each other, to read as little as to write.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

MOUNTINFO = "/proc/self/mountinfo"
_ESCAPE = re.compile(rb"\\([0-7]{3})")

NETWORK = frozenset({
    "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4",
    "orangefs", "prl_fs", "pvfs2", "smb3", "smbfs", "vboxsf", "vmhgfs",
    "fuse.ceph", "fuse.ceph-fuse", "fuse.curlftpfs", "fuse.davfs", "fuse.gcsfuse", "fuse.glusterfs", "fuse.goofys",
    "fuse.juicefs", "fuse.mfs", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse",
})  # fmt: skip
"""File systems whose files another machine, or the desktop around a virtual one, may open at the same moment."""

_NETWORK_9P = re.compile(rb"\btrans=(tcp|rdma)\b|\baname=drvfs\b")
"""What 9p says in its options over a network, and of the drives of Windows; else it is a sandbox's own disk."""


class Mount(NamedTuple):
    """One line of ``mountinfo``: device numbers, where it is mounted, its file system, and whether others share it."""

    device: tuple[int, int]
    point: str
    kind: str
    shared: bool


def network_kind(path: str) -> str | None:
    """Return the network file system that an existing path lies on; None where there is none, or no telling."""
    number = os.stat(path).st_dev
    try:
        with open(MOUNTINFO, "rb") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    real, device = os.path.realpath(path), (os.major(number), os.minor(number))
    of_device = [line for line in lines if b" %d:%d " % device in line]  # Mostly one; the others need no reading.
    mount = mount_of(real, device, of_device) or mount_of(real, device, lines)
    return mount.kind if mount and mount.shared else None


def mount_of(path: str, device: tuple[int, int], lines: Iterable[bytes]) -> Mount | None:
    """Return the mount that a real path lies on: the one above it with its device, else the nearest above it.

    Some file systems (btrfs, overlay) give their files other device numbers than their mount has. Of two mounts at one
    point the later one hides the other.
    """
    above = [mount for mount in map(read_mount, lines) if mount and _lies_below(path, mount.point)]
    return max(reversed(above), key=lambda mount: (mount.device == device, len(mount.point)), default=None)


def read_mount(line: bytes) -> Mount | None:
    """Read a line of ``mountinfo`` (proc(5)); None for one that is none."""
    before, separator, after = line.partition(b" - ")
    fields, (kind, _, rest) = before.split(b" "), after.partition(b" ")
    numbers = fields[2].split(b":") if len(fields) >= 6 else []
    if not separator or len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return None
    point = _ESCAPE.sub(lambda escape: bytes([int(escape[1], 8) & 0xFF]), fields[4])
    name = kind.decode("ascii", "replace")
    shared = name in NETWORK or (name == "9p" and _NETWORK_9P.search(rest) is not None)
    return Mount((int(numbers[0]), int(numbers[1])), os.fsdecode(point), name, shared)


def _lies_below(path: str, point: str) -> bool:
    return path == point or path.startswith(point if point.endswith("/") else f"{point}/")
