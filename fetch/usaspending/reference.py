"""Reference data of the service: the day of its data, its agencies and their ids."""

from __future__ import annotations

from datetime import date

from fetch.http.client import Client
from fetch.usaspending import api
from fetch.usaspending.api import Agency


def data_date(client: Client) -> date | None:
    """The day to which the service's data go, where it says so."""
    answer = client.get(api.LAST_UPDATED, shape=api.LAST_UPDATED_SHAPE)
    return answer.read(api.last_updated)


def departments(client: Client) -> dict[str, Agency]:
    """Every department by its three-digit code, with the id that the service gives it."""
    body = {"type": "award_agencies"}
    listing = client.post(api.LIST_AGENCIES, body, shape=api.AGENCIES_SHAPE)
    return listing.read(api.agencies)


def sub_agencies(client: Client, agency: Agency) -> list[str]:
    """The names of a department's components, as the service spells them."""
    body = {"type": "award_agencies", "agency": agency.id}
    listing = client.post(api.LIST_AGENCIES, body, shape=api.SUB_AGENCIES_SHAPE)
    return listing.read(
        lambda found: [str(row.get("subtier_agency_name")) for row in found["sub_agencies"]]
    )
