"""A ledger on a network file system is refused, wherever Linux tells that it lies on one; and nothing else is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import InputError, Ledger, back_up_ledger, restore_ledger
from ledger.store import mounts
from ledger.store.mounts import mount_of, network_kind, read_mount
from tests.ledger.ledgers import grant, new

LOCAL = [
    rb"27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard,resv_strict",
    rb"30 25 0:27 / /dev/shm rw,nosuid,nodev - tmpfs tmpfs rw,size=24684096k,inode64",
    rb"98 24 0:31 /root / rw,relatime shared:1 - btrfs /dev/nvme0n1p3 rw,compress=zstd:1,ssd,subvolid=256,subvol=/root",
    rb"512 430 0:52 / / rw,relatime - overlay overlay rw,lowerdir=/docker/l/A,upperdir=/v/diff,workdir=/v",
    rb"66 27 8:17 / /media/usb rw,nosuid,nodev,relatime shared:30 - fuseblk /dev/sdb1 rw,user_id=0,group_id=0",
    rb"71 27 0:61 / /pool rw,relatime shared:9 - zfs tank/pool rw,xattr,noacl",
    rb"80 27 0:70 / /home/ann/plain rw,nosuid,nodev - fuse.gocryptfs /home/ann/cipher rw,user_id=1000,group_id=1000",
    rb"12 2 0:20 / / rw - 9p none rw,trans=fd,rfdno=3,wfdno=3,aname=/,dfltuid=4294967294,directfs",
    rb"41 36 0:38 / / rw,relatime - virtiofs kataShared rw",
    rb"43 27 0:40 / /mnt ro,relatime - 9p hostshare rw,sync,dirsync,access=client,trans=virtio",
]
NETWORK = [
    rb"102 27 0:45 / /srv/nfs rw,relatime shared:57 - nfs4 10.0.0.5:/export rw,vers=4.2,rsize=1048576,hard,proto=tcp",
    rb"103 27 0:46 / /srv/old rw,relatime - nfs filer:/vol/vol0/home rw,vers=3,addr=10.0.0.9,nolock",
    rb"104 27 0:47 / /mnt/My\040Share rw,relatime shared:60 - cifs //server/My\040Share rw,vers=3.1.1,username=ann",
    rb"105 27 0:48 / /mnt/w rw,relatime - smb3 //server/w rw,vers=3.1.1",
    rb"106 27 0:49 / /home/ann/remote rw,nosuid,nodev - fuse.sshfs ann@host:/home/ann rw,user_id=1000,group_id=1000",
    rb"107 27 0:50 / /gluster rw,relatime - fuse.glusterfs gl1:/vol rw,user_id=0,allow_other",
    rb"108 27 0:51 / /mnt/ceph rw,relatime - ceph 10.0.0.1:6789:/ rw,name=admin,secret=<hidden>",
    rb"109 27 0:53 / /scratch rw,relatime - lustre 10.1.1.1@tcp:/fs rw,flock,lazystatfs",
    rb"110 27 0:54 / /afs rw,relatime - afs AFS rw",
    rb"111 27 0:55 / /bucket rw,nosuid - fuse.s3fs s3fs rw,user_id=0",
    rb"112 27 0:56 / /mnt/c rw,noatime - 9p C:\134 rw,dirsync,aname=drvfs;path=C:\134;uid=1000;gid=1000,trans=fd",
    rb"113 27 0:57 / /n rw,relatime - 9p 10.0.0.7 rw,trans=tcp,port=564",
    rb"114 27 0:58 / /media/sf_share rw,nodev - vboxsf share rw,iocharset=utf8",
]


@pytest.mark.parametrize("line", LOCAL)
def test_what_one_machine_has_for_itself_may_keep_a_ledger(line: bytes) -> None:
    mount = read_mount(line)
    assert mount is not None
    assert not mount.shared


@pytest.mark.parametrize("line", NETWORK)
def test_what_several_machines_share_may_not(line: bytes) -> None:
    mount = read_mount(line)
    assert mount is not None
    assert mount.shared


def test_a_path_lies_on_the_nearest_mount_above_it() -> None:
    lines = [*LOCAL[:2], *NETWORK]
    asked = {
        "/srv/nfs/x/recert.db": "nfs4",
        "/srv/nfs": "nfs4",
        "/srv/nfsx/recert.db": "ext4",
        "/mnt/My Share/recert.db": "cifs",
        "/dev/shm/recert.db": "tmpfs",
        "/recert.db": "ext4",
    }
    found = {path: mount_of(path, (0, 999), lines) for path in asked}
    assert {path: mount and mount.kind for path, mount in found.items()} == asked


def test_of_two_mounts_at_one_point_the_later_hides_the_other() -> None:
    lines = [rb"1 0 0:1 / /a rw - ext4 /dev/a rw", rb"2 0 0:2 / /a rw - nfs a:/ rw"]
    for device in ((0, 2), (0, 9)):
        mount = mount_of("/a/x", device, lines)
        assert mount is not None
        assert mount.kind == "nfs"


def test_the_device_of_a_file_decides_between_mounts_above_it() -> None:
    lines = [rb"1 0 0:1 / / rw - overlay overlay rw", rb"2 0 0:2 / /a rw - nfs a:/ rw"]
    mount = mount_of("/a/x", (0, 1), lines)  # Reached before something else was mounted over it.
    assert mount is not None
    assert mount.kind == "overlay"


@pytest.mark.parametrize(
    "line", [b"", b"\n", b" - ", b"1 2 3", b"1 2 x:y / / rw - nfs a rw", b"27 1 0:1 / /", b"\xff" * 50]
)
def test_a_line_that_is_none_is_passed_over(line: bytes) -> None:
    assert read_mount(line) is None
    assert mount_of("/", (0, 1), [line]) is None


def test_bytes_that_are_no_text_are_a_path_all_the_same() -> None:
    mount = read_mount(b"1 0 0:1 / /caf\xe9\\011x rw - ext4 /dev/a rw")
    assert mount is not None
    assert os.fsencode(mount.point) == b"/caf\xe9\tx"


def test_where_nothing_tells_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mounts, "MOUNTINFO", str(tmp_path / "missing"))
    assert network_kind("/proc") is None
    assert network_kind(str(tmp_path)) is None


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder of which Linux says that it is mounted over NFS; it must lie on no block device."""
    if not os.path.isdir("/dev/shm") or os.major(os.stat("/dev/shm").st_dev):
        pytest.skip("this machine has no file system in memory at /dev/shm")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        point, minor = os.fsencode(os.path.realpath(folder)), os.minor(os.stat(folder).st_dev)
        told = b"1 0 254:0 / / rw - ext4 /dev/vda rw\n2 1 0:%d / %s rw - nfs4 host:/export rw,vers=4.2\n" % (
            minor,
            point,
        )
        (tmp_path / "mountinfo").write_bytes(told)
        monkeypatch.setattr(mounts, "MOUNTINFO", str(tmp_path / "mountinfo"))
        yield Path(folder)


def test_no_ledger_is_created_on_a_network_file_system(shared: Path) -> None:
    with pytest.raises(InputError, match=r"network file system \(nfs4\)\. .*disk of this machine") as refusal:
        new(shared / "ledger.db")
    assert refusal.value.place == str(shared / "ledger.db")
    assert list(shared.iterdir()) == []


def test_no_ledger_there_is_opened_not_even_to_read(shared: Path, tmp_path: Path) -> None:
    new(tmp_path / "ledger.db").close()
    whole = (tmp_path / "ledger.db").read_bytes()
    (shared / "ledger.db").write_bytes(whole)
    (tmp_path / "link.db").symlink_to(shared / "ledger.db")
    for path in (shared / "ledger.db", tmp_path / "link.db"):
        with pytest.raises(InputError, match="network file system"):
            Ledger.open(str(path))
    assert [path.name for path in shared.iterdir()] == ["ledger.db"]
    assert (shared / "ledger.db").read_bytes() == whole


def test_a_backup_may_lie_there_and_is_restored_from_there(shared: Path, tmp_path: Path) -> None:
    with new(tmp_path / "ledger.db") as ledger:
        ledger.record([grant()])
        assert back_up_ledger(ledger, str(shared / "backup.db")).kept
    with pytest.raises(InputError, match="network file system") as refusal:
        restore_ledger(str(shared / "backup.db"), str(shared / "again.db"))
    assert refusal.value.place == str(shared / "again.db")
    assert restore_ledger(str(shared / "backup.db"), str(tmp_path / "again.db")).position == 4
    assert [path.name for path in shared.iterdir()] == ["backup.db"]
