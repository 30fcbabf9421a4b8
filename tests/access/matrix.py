"""The access matrix: one row per URL name, the expected answer per role. A URL without a row fails the build.

How to add a row. In `tests/access/rows/<app>.py`, into the dictionary `ROWS`, by URL name:

    "steering:decision_list": Row(get=everyone_signed_in()),
    "steering:meeting_create": Row(get=only(Role.COMMITTEE_OFFICE), post=only(Role.COMMITTEE_OFFICE, ok=422)),
    "steering:meeting_detail": Row(get=only(*COMMITTEE_ROLES, denied=404), kwargs=a_meeting, elsewhere=404),

- `get` and `post` say who is allowed, what these get (`ok`, for POST with an empty body) and what everybody else who
  is signed in gets (`denied`). Roles that get something else stand in `others={Role.X: 404}`.
- Without `post`, the URL does not take POST: the allowed get 405, the others 405 or what denies them with GET. A URL
  that takes only POST says `get=only(..., ok=405)`.
- Nobody who is signed out gets anything but the way to the sign-in, except where the row says `public()`.
- `kwargs` makes the object of the URL: a function of the `World`, called through `world.once`, so that it runs once
  per module. The people of the world (`world.people[role]`) sit in few organisations: `world.unit` (heads and staff),
  `world.association` (casework), `world.partner`, `world.office` (everybody else). Make the object belong to these.
  Casework objects need an identity: build them inside `core.identity.acting_as(..., casework=True)`.
- `elsewhere` is the answer to people of the allowed roles who belong to another organisation (`world.elsewhere[role]`);
  leave it out where the organisation does not matter. It may be a dictionary by role; 200 says: as at home.
- Wherever 404 is expected, the answer must be the same, letter by letter, as for an object that does not exist.
- A pattern without a name stands under its route and says an address that matches in `path`.
- `query` is appended to the address, for example `?format=csv`.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.access import rows
from tests.access.expectations import Row


def collected() -> dict[str, Row]:
    """Return the rows of every module in `tests/access/rows`; a name twice is an error."""
    found: dict[str, Row] = {}
    for module in iter_modules(rows.__path__, f"{rows.__name__}."):
        more = import_module(module.name).ROWS
        twice = found.keys() & more.keys()
        assert not twice, twice
        found |= more
    return found


MATRIX: dict[str, Row] = collected()
