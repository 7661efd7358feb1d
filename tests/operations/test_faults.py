import io
import json
import logging

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import path

from portolan.config.logs import Impersonal, WithRequestId
from portolan.config.urls import urlpatterns as site_patterns
from portolan.messages.models import Fault
from portolan.ui.access import public

ADDRESS = "mayda@frislandia.example"


@public
def breaks(request, slug):
    raise ValueError(f"no pilot {request.GET.get('q')}")


@public
def finds_the_database_locked(request):
    raise OperationalError("database is locked")


@public
def takes_too_much(request):
    raise RequestDataTooBig("Request body exceeded the limit.")


@public
def logs_an_address(request):
    logging.getLogger("portolan.anything").warning("written to %s", request.GET["q"])
    try:
        raise ValueError(request.GET["q"])
    except ValueError:
        logging.getLogger("some.library").exception("cannot write")
    return breaks(request, "x")


urlpatterns = [
    path("fr/harbour/<slug:slug>/edit", breaks),
    path("ar/locked", finds_the_database_locked),
    path("en/large", takes_too_much),
    path("fr/logs", logs_an_address),
    *site_patterns,
]
handler400 = "portolan.config.faults.bad_request"
handler403 = "portolan.config.faults.forbidden"
handler404 = "portolan.config.faults.not_found"
handler500 = "portolan.config.faults.server_error"


@pytest.fixture(autouse=True)
def _urls_of_this_file():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def reader():
    """A client that sees the pages of errors, as a reader does."""
    return Client(raise_request_exception=False)


@pytest.fixture
def log_lines():
    """What the settings' handler writes, as objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Impersonal("%(levelname)s %(name)s %(message)s %(request_id)s"))
    handler.addFilter(WithRequestId())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_unhandled_error_is_kept_without_values(reader):
    response = reader.get("/fr/harbour/antillia/edit", {"q": ADDRESS})

    fault = Fault.objects.get()
    assert response.status_code == 500
    assert fault.request_id == response["X-Request-ID"]
    assert (fault.kind, fault.pattern, fault.count) == ("builtins.ValueError", "fr/harbour/<slug:slug>/edit", 1)
    everything = " ".join(str(value) for value in Fault.objects.values().get().values())
    assert [word for word in (ADDRESS, "antillia") if word in everything] == []


def test_error_that_comes_again_is_counted(reader):
    for slug in ("antillia", "drogeo"):
        response = reader.get(f"/fr/harbour/{slug}/edit")

    fault = Fault.objects.get()
    assert fault.count == 2
    assert fault.request_id == response["X-Request-ID"]
    assert fault.first_at < fault.last_at


def test_log_of_an_error_holds_no_address(reader, log_lines):
    reader.get("/fr/harbour/antillia/edit", {"q": ADDRESS})

    lines = log_lines()
    assert [(line["name"], line["kind"], line["pattern"]) for line in lines] == [
        ("portolan.faults", "builtins.ValueError", "fr/harbour/<slug:slug>/edit")
    ]
    assert "antillia" not in json.dumps(lines)
    assert "mayda" not in json.dumps(lines)


def test_address_logged_by_anyone_is_left_out(reader, log_lines):
    reader.get("/fr/logs", {"q": ADDRESS})

    lines = log_lines()
    assert [line["message"] for line in lines] == ["written to (address)", "cannot write", "unhandled error"]
    assert lines[1]["exc_info"].startswith("ValueError: tests.operations.test_faults:logs_an_address:")
    assert "mayda" not in json.dumps(lines)


def test_locked_database_answers_busy_and_is_no_fault(reader):
    response = reader.get("/ar/locked")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert b'lang="ar" dir="rtl"' in response.content
    assert Fault.objects.count() == 0


def test_too_large_a_request_answers_413(reader):
    response = reader.post("/en/large")

    assert response.status_code == 413
    assert b'lang="en"' in response.content


@pytest.mark.parametrize(("address", "language"), [("/fr/nowhere", "fr"), ("/en/nowhere", "en"), ("/ar/nowhere", "ar")])
def test_missing_page_is_said_in_the_language_of_the_address(reader, address, language, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = reader.get(address)

    assert response.status_code == 404
    assert f'<html lang="{language}"'.encode() in response.content


def test_page_of_an_error_is_not_stored(reader):
    response = reader.get("/fr/harbour/antillia/edit")

    assert response["Cache-Control"] == "no-store"
