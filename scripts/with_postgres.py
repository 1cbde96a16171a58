"""Run a command with a private PostgreSQL on loopback: ``with_postgres.py BIN COMMAND…``.

The cluster lives in a temporary folder and goes away with the command. The command finds its
address in ``MILEPOST_TEST_DATABASE_URL``.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_owner(command: list[str], owner: str | None) -> None:
    """Run a server command; PostgreSQL refuses to run as root, so root hands it over."""
    options = {"user": owner} if owner else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **options)


def main() -> int:
    """Start the cluster, run the command, stop the cluster."""
    binaries = Path(sys.argv[1])
    folder = Path(tempfile.mkdtemp(prefix="milepost-postgres-"))
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        account = pwd.getpwnam(owner)
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, port = str(folder / "data"), free_port()
    control = [str(binaries / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log")]
    listen = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    )
    as_owner(
        [str(binaries / "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8",
         "--locale=C.UTF-8"],
        owner,
    )  # fmt: skip
    as_owner([*control, "-o", listen, "start"], owner)
    try:
        address = f"postgres://postgres@127.0.0.1:{port}/postgres"
        environment = {**os.environ, "MILEPOST_TEST_DATABASE_URL": address}
        return subprocess.run(sys.argv[2:], check=False, env=environment).returncode
    finally:
        as_owner([*control, "-m", "immediate", "stop"], owner)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
