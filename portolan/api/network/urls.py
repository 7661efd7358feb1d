"""What other parts of the API take from here: the collections, and how their rows refer to places and bodies."""

from portolan.api.network import members, organisations, places, programmes
from portolan.api.network.organisations import OrganisationOut, organisation_out
from portolan.api.network.places import PlaceOut, place_out

__all__ = ["OrganisationOut", "PlaceOut", "collections", "organisation_out", "place_out"]

collections = (members.COLLECTION, places.COLLECTION, organisations.COLLECTION, programmes.COLLECTION)
