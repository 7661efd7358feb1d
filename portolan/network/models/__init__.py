"""The network: places, organisations, the programme and its phases, people and their roles."""

from portolan.network.models.city_file import Agreement, CityNote, Handover, Office
from portolan.network.models.merge import MergeMove, MergeRun, NotTheSame
from portolan.network.models.organisation import Organisation, OrganisationName
from portolan.network.models.person import Affiliation, Consent, FocalPoint, Person
from portolan.network.models.place import Place, PlaceName
from portolan.network.models.programme import Membership, Phase, Programme
from portolan.network.models.role import Invitation, RoleAssignment

__all__ = [
    "Affiliation",
    "Agreement",
    "CityNote",
    "Consent",
    "FocalPoint",
    "Handover",
    "Invitation",
    "Membership",
    "MergeMove",
    "MergeRun",
    "NotTheSame",
    "Office",
    "Organisation",
    "OrganisationName",
    "Person",
    "Phase",
    "Place",
    "PlaceName",
    "Programme",
    "RoleAssignment",
]
