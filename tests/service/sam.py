"""A SAM.gov of its own on loopback: it throttles, mis-sizes its pages, and errs as documented."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.service.notices import bulk, contract_award, notice, opportunity
from tests.service.pdf import pdf
from tests.service.server import Reply, Request

TOKEN = "SECRETTOKEN"
NEXT = "2026-Nov-23 00:00:00+0000 UTC"
THROTTLED = {
    "code": "900804",
    "message": "Message throttled out",
    "description": "You have exceeded your quota. You can access API after " + NEXT,
    "nextAccessTime": NEXT,
}
"""The gateway's body; some of its services send it with a 200."""
BAD_KEYS = {
    "message": Reply({"message": "API key is invalid or disabled"}, 403),
    "gateway": Reply({"error": {"code": "API_KEY_INVALID", "message": "An invalid key"}}, 403),
    "html": Reply("<html><h1>API_KEY_INVALID</h1></html>", 401),
    "html_200": Reply("<html><h1>API_KEY_INVALID</h1></html>"),
    "missing_200": Reply({"error": {"code": "API_KEY_MISSING", "message": "No key"}}),
}
ERRORS = {
    "bare_string_200": Reply(json.dumps("Limit value must be between 1 and 100")),
    "plain_text_200": Reply("limit cannot be greater than 100"),
    "message_and_detail": Reply({"message": "Invalid date", "detail": "MM/dd/yyyy expected"}, 400),
    "error_code_200": Reply({"errorCode": "400", "errorMessage": "postedFrom is mandatory"}),
    "not_found": Reply({"message": "Description not found"}, 404),
    "not_acceptable": Reply({"Status": "406", "message": "Not acceptable"}, 406),
    "html": Reply("<html><body>Request rejected</body></html>", 400),
}
"""Every way to refuse that is documented or was seen."""


@dataclass
class SamService:
    """Answers as the services do; `a_day` requests with a key, then it throttles.

    `page_size` is the most of a page that it sends, whatever limit was asked. `throttles_with`
    is the status of a throttle. `says` takes the place of every keyed answer, `extract` that of
    the file of an extract, `nobody_of_vendors` that of what is said of exclusions.
    """

    a_day: int = 10
    throttles_with: int = 429
    page_size: int = 1000
    notices: list[dict[str, str]] = field(default_factory=lambda: [notice()])
    opportunities: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    awards: list[dict[str, Any]] = field(default_factory=lambda: [contract_award()])
    modified: str = "2026-11-20 04:00:00"
    says: Reply | None = None
    keyed: int = 0
    extract_waits: int = 1
    extract: bytes | None = None
    entities: list[dict[str, Any]] | None = None
    nobody_of_vendors: Reply | None = None
    echoes_key: bool = False
    sends_on_to: str = ""

    @staticmethod
    def with_attachment(url: str, *pages: str, **settings: Any) -> SamService:
        """One justification with one attached document of these pages."""
        link = f"{url}/files/abc/download?api_key=null&token="
        made = SamService(opportunities=[opportunity(links=[link])], **settings)
        made.files["/files/abc/download"] = pdf(*pages)
        return made

    def answer(self, request: Request) -> Reply:
        path = unquote(request.path)
        if "api_key" in request.query:
            return self._keyed(request, path)
        if path.endswith("/listfiles"):
            archived = "Archived" in request.query["domain"]
            name = (
                "FY2024_archived_opportunities.csv"
                if archived
                else "ContractOpportunitiesFullCSV.csv"
            )
            return Reply(
                {
                    "_embedded": {
                        "list": [{"displayKey": f"x/{name}", "dateModified": self.modified}]
                    }
                }
            )
        if "/download/" in path and self.sends_on_to:
            return Reply(status=303, headers={"Location": self.sends_on_to})
        if "/download/" in path or path.startswith("/stored"):
            rows = [] if "Archived" in path else self.notices
            return Reply(bulk(rows), headers={"Content-Type": "text/csv"}, ranges=True)
        return Reply({"message": "no key"}, 403)

    def _keyed(self, request: Request, path: str) -> Reply:
        self.keyed += 1
        if self.keyed > self.a_day:
            return Reply(THROTTLED, self.throttles_with)
        if self.echoes_key:
            return Reply({"message": f"bad key {request.query['api_key']}", "detail": "x"}, 400)
        return self.says or self._served(request, path)

    def _served(self, request: Request, path: str) -> Reply:
        if path in self.files:
            name = {"Content-Disposition": 'attachment; filename="Example J&A.pdf"'}
            return Reply(self.files[path], headers=name)
        if "noticedesc" in path:
            return Reply({"description": "<p>Under FAR 6.302-2, urgency.</p>"})
        if "contract-awards" in path:
            return self._contract_awards(request, path)
        if "entities" in path:
            return self._entities(request)
        if "exclusions" in path:
            return self.nobody_of_vendors or Reply({"totalRecords": 0, "excludedEntity": []})
        return self._page(request)

    def _page(self, request: Request) -> Reply:
        """A page by its index; past the end one stray record, as the service gives."""
        limit = min(int(request.query.get("limit", 1)), self.page_size)
        index = int(request.query["offset"])
        wanted = request.query.get("noticeid")
        found = [o for o in self.opportunities if wanted in (None, o["noticeId"])]
        rows = found[index * limit : (index + 1) * limit] or found[:1]
        told = {"totalRecords": len(found), "limit": limit, "offset": index}
        return Reply({**told, "opportunitiesData": rows})

    def _contract_awards(self, request: Request, path: str) -> Reply:
        if "format" in request.query:
            host = f"http://{request.headers['host']}"
            where = f"{host}/contract-awards/v1/download?api_key=REPLACE_WITH_API_KEY&token={TOKEN}"
            told = {"message": "File generation is in progress.", "exportToken": TOKEN}
            return Reply({"presignedUrl": where, **told})
        if path.endswith("/download"):
            if request.query["token"] != TOKEN:
                return Reply({"message": "Expired token"}, 400)
            self.extract_waits -= 1
            if self.extract_waits >= 0:
                return Reply({"message": "File is in progress"}, 400)
            made = {"awardSummary": [contract_award("70TEST26C00000009")]}
            return Reply(made if self.extract is None else self.extract)
        return self._records(request)

    def _records(self, request: Request) -> Reply:
        """A page of the records of an award, or of a type; counts are text, as the service's."""
        kind = request.query.get("awardOrIDVTypeCode")
        found = [one for one in self.awards if kind in (None, _type(one))]
        limit, index = int(request.query["limit"]), int(request.query["offset"])
        told = {"totalRecords": str(len(found)), "limit": str(limit), "offset": str(index)}
        return Reply({**told, "awardSummary": found[index * limit : (index + 1) * limit]})

    def _entities(self, request: Request) -> Reply:
        """A page of registrations: those that are given, else one of the first that is asked."""
        found = self.entities
        if found is None:
            found = [entity(request.query["ueiSAM"].strip("[]").split("~")[0])]
        size, page = int(request.query["size"]), int(request.query.get("page", 0))
        rows = found[page * size : (page + 1) * size]
        return Reply({"totalRecords": len(found), "entityData": rows})


def _type(one: dict[str, Any]) -> str:
    return one["coreData"]["awardOrIDVType"]["code"]


def entity(uei: str, **fields: str) -> dict[str, Any]:
    """A registration of a fictional vendor's."""
    return {
        "entityRegistration": {
            "ueiSAM": uei,
            "legalBusinessName": "EXAMPLE OPTICS LLC",
            "registrationStatus": "Active",
            "registrationExpirationDate": "2027-01-01",
            **fields,
        },
        "integrityInformation": {
            "corporateRelationships": {
                "highestOwner": {"legalBusinessName": "EXAMPLE HOLDINGS LLC", "cageCode": "0EXA1"},
                "immediateOwner": {"legalBusinessName": None, "cageCode": None},
            }
        },
    }
