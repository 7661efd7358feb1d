"""The API asked everything its own description allows, and what it does not: never a 500, always as described."""

from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portolan.api.found import views as found
from portolan.config.wsgi import application
from tests.api.test_collections import one_of_everything

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = (
    "members", "places", "organisations", "programmes", "events", "figures", "counts", "themes", "frameworks",
    "framework-nodes", "terms", "glossary", "sources", "search",
)  # fmt: skip
RUN = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.fixture
def _unlimited(monkeypatch):
    monkeypatch.setattr(found, "LIMIT", "100000/minute")


@pytest.mark.usefixtures("_unlimited")
@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_as_described(name):
    one_of_everything(1)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    operation = schema["/api/v1/" + name]["GET"]
    statuses = Counter()

    @RUN
    @given(case=operation.as_strategy())
    def ask(case):
        response = case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})
        statuses[response.status_code] += 1

    ask()

    # A fuzzer that is always refused proves little.
    assert set(statuses) <= {200, 400}
    assert statuses[200] >= 0.3 * statuses.total()


@pytest.mark.usefixtures("_unlimited")
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    name=st.sampled_from(OPERATIONS),
    params=st.dictionaries(
        st.one_of(
            st.sampled_from(["page", "page_size", "lang", "kind", "q", "phase", "year", "country"]), st.text(max_size=8)
        ),
        st.one_of(st.text(max_size=30), st.integers().map(str), st.sampled_from(["fr", "city", "all", "1", "\x00"])),
        max_size=4,
    ),
)
def test_nonsense_is_refused_never_a_fault(client, name, params):
    response = client.get(f"/api/v1/{name}", params)

    assert response.status_code in {200, 400}
    assert response.json()
