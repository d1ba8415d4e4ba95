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
    is the status of a throttle. `says` takes the place of every keyed answer.
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
            return Reply({"totalRecords": 1, "entityData": [_entity(request.query["ueiSAM"])]})
        if "exclusions" in path:
            return Reply({"totalRecords": 0, "excludedEntity": []})
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
            return Reply({"message": "ready soon", "links": [where]})
        if path.endswith("/download"):
            if request.query["token"] != TOKEN:
                return Reply({"message": "Expired token"}, 400)
            self.extract_waits -= 1
            if self.extract_waits >= 0:
                return Reply({"message": "File is in progress"}, 400)
            return Reply({"awardSummary": [contract_award("70TEST26C00000009")]})
        told = {"totalRecords": str(len(self.awards)), "limit": "100", "offset": "0"}
        return Reply({**told, "awardSummary": self.awards})


def _entity(asked: str) -> dict[str, Any]:
    return {
        "entityRegistration": {
            "ueiSAM": asked.strip("[]").split("~")[0],
            "legalBusinessName": "EXAMPLE OPTICS LLC",
            "registrationStatus": "Active",
            "registrationExpirationDate": "2027-01-01",
        },
        "integrityInformation": {
            "corporateRelationships": {
                "highestOwner": {"legalBusinessName": "EXAMPLE HOLDINGS LLC", "cageCode": "0EXA1"},
                "immediateOwner": {"legalBusinessName": None, "cageCode": None},
            }
        },
    }
