"""What `bin/run` uses: production rules, but plain http on the loopback.

The running product leaves its addresses in `var/run.env`, so that `manage.py` in another terminal meets the same
database.
"""

import os
from pathlib import Path

from environs import Env

_state = Path(os.environ.get("STATE_DIR", Path(__file__).resolve().parent.parent.parent / "var"))
Env().read_env(str(_state / "run.env"), recurse=False)

os.environ.setdefault("LOG_JSON", "0")

from config.settings.base import *  # noqa: E402, F403

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

# Browsers offer passkeys on the loopback without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
