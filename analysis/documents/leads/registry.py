"""Registry: every kind of lead by its name; a new kind is a file and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.documents.leads.lead import Lead
from analysis.documents.leads.missing_notice import MISSING_NOTICE

LEADS: Mapping[str, Lead] = {each.kind: each for each in (MISSING_NOTICE,)}
