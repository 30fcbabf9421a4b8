"""Become another program: drop privileges, ask to die with the parent, then exec.

Called as a script by `processes.py`. It exists because the same steps in `preexec_fn` would run Python code
between fork and exec of a process that may have threads.

    launch.py PARENT_PID DEATH_SIGNAL UID:GID|- COMMAND...
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Replace this process by the command. Exits with 1 if the parent is gone already."""
    parent, death_signal, account, *command = arguments
    if account != "-":
        uid, gid = (int(part) for part in account.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After the change of user: the kernel forgets this setting when credentials change.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != int(parent):
            sys.exit(1)
    # A supervisor started in the background of a shell inherits "ignore", and no program could then be told to stop.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.execv(command[0], command)  # noqa: S606 - the supervisor names the program, no shell is involved


if __name__ == "__main__":
    main(sys.argv[1:])
