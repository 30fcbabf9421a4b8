"""What OParl 1.1 asks of every object, written down as JSON Schema from the specification's tables.

Stricter than the published schemas: what the text of the specification makes mandatory is required here, unknown names
without a prefix are errors, and nothing may be null or empty.
"""

from typing import Any

URL = {"type": "string", "pattern": r"^https?://[^\s]+$"}
TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$"}
YES_OR_NO = {"type": "boolean"}
NUMBER = {"type": "integer", "minimum": 0}
URLS = {"type": "array", "items": URL, "minItems": 1}


def embedded(name: str, *, least: int = 1) -> dict[str, Any]:
    """Return a list of embedded objects."""
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}, "minItems": least}


# By type: properties, and those that are mandatory beside id, type, created and modified.
TYPES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "System": (
        {"oparlVersion": {"const": "https://schema.oparl.org/1.1/"}, "name": TEXT, "body": URL, "website": URL,
         "product": TEXT, "contactEmail": TEXT, "contactName": TEXT},
        ("oparlVersion", "body"),
    ),
    "Body": (
        {"system": URL, "name": TEXT, "shortName": TEXT, "website": URL, "license": TEXT, "ags": TEXT,
         "contactEmail": TEXT, "legislativeTerm": embedded("LegislativeTerm", least=0),
         **dict.fromkeys(("organization", "person", "meeting", "paper", "agendaItem", "consultation", "file",
                          "membership", "locationList", "legislativeTermList"), URL)},
        ("name", "organization", "person", "meeting", "paper", "legislativeTerm", "agendaItem", "consultation", "file",
         "membership", "locationList", "legislativeTermList"),
    ),
    "LegislativeTerm": ({"body": URL, "name": TEXT, "startDate": DAY, "endDate": DAY}, ()),
    "Organization": (
        {"body": URL, "name": TEXT, "shortName": TEXT, "organizationType": TEXT, "classification": TEXT,
         "membership": URLS, "meeting": URL, "consultation": URL, "subOrganizationOf": URL, "startDate": DAY,
         "endDate": DAY},
        (),
    ),
    "Membership": (
        {"organization": URL, "role": TEXT, "votingRight": YES_OR_NO, "onBehalfOf": URL, "startDate": DAY,
         "endDate": DAY},
        (),
    ),
    "Meeting": (
        {"name": TEXT, "meetingState": {"enum": ["terminiert", "eingeladen", "durchgeführt"]}, "cancelled": YES_OR_NO,
         "start": MOMENT, "end": MOMENT, "location": {"$ref": "#/$defs/Location"}, "organization": URLS,
         "agendaItem": embedded("AgendaItem")},
        (),
    ),
    "AgendaItem": (
        {"meeting": URL, "number": TEXT, "order": NUMBER, "name": TEXT, "consultation": URL, "public": YES_OR_NO,
         "result": TEXT, "resolutionText": TEXT},
        ("order",),
    ),
    "Paper": (
        {"body": URL, "name": TEXT, "reference": TEXT, "date": DAY, "paperType": TEXT,
         "auxiliaryFile": embedded("File"), "location": embedded("Location"), "underDirectionOf": URLS,
         "consultation": embedded("Consultation")},
        (),
    ),
    "Consultation": (
        {"paper": URL, "agendaItem": URL, "meeting": URL, "organization": URLS, "authoritative": YES_OR_NO,
         "role": TEXT},
        (),
    ),
    "File": (
        {"name": TEXT, "fileName": TEXT, "mimeType": TEXT, "date": DAY, "size": NUMBER,
         "sha512Checksum": {"type": "string", "pattern": "^[0-9a-f]{128}$"}, "accessUrl": URL, "downloadUrl": URL,
         "paper": URLS},
        ("accessUrl",),
    ),
    "Location": (
        {"description": TEXT, "locality": TEXT, "subLocality": TEXT, "bodies": URLS, "meetings": URLS, "papers": URLS},
        (),
    ),
}  # fmt: skip
BACK_REFERENCES = {"LegislativeTerm": ("body",), "AgendaItem": ("meeting",), "Consultation": ("paper",),
                   "File": ("paper",), "Location": ("bodies", "meetings", "papers")}  # fmt: skip
ALWAYS = ("id", "type", "created", "modified")
DELETED = {
    "properties": {"deleted": {"const": True}, "id": URL, "type": URL, "created": MOMENT, "modified": MOMENT},
    "required": [*ALWAYS, "deleted"],
    "additionalProperties": False,
}


def _type(name: str, *, alone: bool) -> dict[str, Any]:
    properties, required = TYPES[name]
    left_out = () if alone else BACK_REFERENCES.get(name, ())
    head = {"id": URL, "type": {"const": f"https://schema.oparl.org/1.1/{name}"}, "created": MOMENT, "modified": MOMENT}
    return {
        "type": "object",
        "properties": head | {key: value for key, value in properties.items() if key not in left_out},
        "required": [*ALWAYS, *required],
        "patternProperties": {"^[a-z]+:[A-Za-z]+$": {"not": {"type": "null"}}},
        "additionalProperties": False,
    }


def schema(name: str) -> dict[str, Any]:
    """Return the schema of an object fetched by itself; what it embeds carries no reference back to it."""
    definitions = {each: _type(each, alone=False) for each in TYPES}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions, **_type(name, alone=True)}


PAGE = {
    "type": "object",
    "properties": {
        "data": {"type": "array"},
        "pagination": {
            "type": "object",
            "properties": dict.fromkeys(("totalElements", "elementsPerPage", "currentPage", "totalPages"), NUMBER),
            "required": ["totalElements", "elementsPerPage", "currentPage", "totalPages"],
        },
        "links": {
            "type": "object",
            "properties": dict.fromkeys(("first", "prev", "self", "next", "last"), URL),
            "required": ["first", "self", "last"],
            "additionalProperties": False,
        },
    },
    "required": ["data", "pagination", "links"],
    "additionalProperties": False,
}
