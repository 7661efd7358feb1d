import gzip
import io

import pytest
from django.test.client import ClientHandler

from portolan.config import page_store
from portolan.config.page_store import PageStore, Watch, address_of, is_storable, place_of
from portolan.kernel.texts import Text
from portolan.provenance.domain.publication import generation, public_changed
from tests.factories import ProgrammeFactory

HTML = ("Content-Type", "text/html; charset=utf-8")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.PAGE_STORE = tmp_path / "pages"


class Site:
    """An application that counts how often it was asked, and says what it was given."""

    def __init__(self, status="200 OK", headers=(), body=b"chart"):
        self.status, self.headers, self.body = status, [HTML, *headers], body
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        start_response(self.status, list(self.headers))
        return [self.body]


def ask(application, path="/fr/", query="", method="GET", **headers):
    answered = {}

    def start(status, headers, exc_info=None):
        answered.update(status=status, headers=dict(headers))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.url_scheme": "http", **headers}
    answered["body"] = b"".join(application(environ, start))
    return answered


def store_of(site, number=7):
    return PageStore(site, Watch(read=lambda: number))


def test_page_store_asks_the_application_once():
    site = Site()
    store = store_of(site)

    bodies = [ask(store)["body"], ask(store)["body"]]

    assert (bodies, len(site.asked)) == ([b"chart", b"chart"], 1)


def test_page_store_serves_the_compressed_variant_to_those_who_take_it():
    store = store_of(Site())
    ask(store)

    answer = ask(store, HTTP_ACCEPT_ENCODING="gzip, br")

    assert answer["headers"]["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer["body"]) == b"chart"


def test_page_store_keeps_the_headers_of_safety_and_drops_those_of_one_answer():
    store = store_of(Site(headers=[("Content-Security-Policy", "default-src 'none'"), ("X-Request-ID", "one")]))
    ask(store)

    headers = ask(store)["headers"]

    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert "X-Request-ID" not in headers


@pytest.mark.parametrize("header", [("Set-Cookie", "a=1"), ("Vary", "Accept-Encoding, Cookie"), ("Vary", "*")])
def test_page_store_never_keeps_what_belongs_to_one_reader(header):
    site = Site(headers=[header])
    store = store_of(site)

    answers = [ask(store)["headers"][header[0]], ask(store)["headers"][header[0]]]

    assert (answers, len(site.asked)) == ([header[1]] * 2, 2)


@pytest.mark.parametrize("control", ["private", "no-store", "max-age=3, private"])
def test_is_storable_heeds_cache_control(control):
    assert not is_storable("200 OK", [("Cache-Control", control)], b"")


@pytest.mark.parametrize("status", ["301 Moved Permanently", "404 Not Found", "500 Oops", "206 Partial Content"])
def test_page_store_keeps_only_whole_pages(status):
    site = Site(status=status)
    store = store_of(site)

    statuses = [ask(store)["status"], ask(store)["status"]]

    assert (statuses, len(site.asked)) == ([status] * 2, 2)


def test_page_store_withholds_cookies_from_what_it_keeps():
    site = Site()

    ask(store_of(site), HTTP_COOKIE="csrftoken=secret")

    assert ["HTTP_COOKIE" in environ for environ in site.asked] == [False]


def test_page_store_gives_the_cookies_back_where_the_answer_is_personal():
    site = Site(headers=[("Vary", "Cookie")])

    ask(store_of(site), HTTP_COOKIE="csrftoken=secret")

    assert [environ.get("HTTP_COOKIE") for environ in site.asked] == [None, "csrftoken=secret"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "a=1; session=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_HX_REQUEST": "true"},
        {"REQUEST_METHOD": "POST"},
        {"PATH_INFO": "/fr/desk/"},
        {"PATH_INFO": "/ar/accounts/login/"},
        {"PATH_INFO": "/healthz"},
        {"PATH_INFO": "/fr/" + "a" * 300},
        {"QUERY_STRING": "q=x"},
        {"QUERY_STRING": "page=" + "1" * 61},
    ],
)
def test_address_of_a_request_that_is_not_for_all_is_empty(headers):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/fr/", "QUERY_STRING": "", "wsgi.url_scheme": "http"} | headers

    assert address_of(environ) == ""


def test_address_of_puts_the_query_in_order():
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/ar/events/", "wsgi.url_scheme": "http"}

    addresses = {address_of(environ | {"QUERY_STRING": query}) for query in ("year=2017&theme=x", "theme=x&year=2017")}

    assert addresses == {"/ar/events/?theme=x&year=2017"}


def test_address_of_is_empty_where_the_site_moves_readers_to_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/fr/", "wsgi.url_scheme": "http"}

    assert (address_of(environ), address_of(environ | {"wsgi.url_scheme": "https"})) == ("", "/fr/?")


@pytest.mark.parametrize(
    "path", ["/fr/../../etc/passwd", "/fr/\x00", "/fr/عمّان".encode().decode("latin-1"), "/fr/\udcff"]
)
def test_place_of_any_address_is_a_digest_below_the_store(path, settings):
    place = place_of(path, 7)

    assert place.parent.parent == settings.PAGE_STORE / "7"
    assert set(place.name) <= set("0123456789abcdef")


def test_page_store_answers_head_without_a_body():
    store = store_of(Site())

    answers = [ask(store, method="HEAD"), ask(store, method="HEAD")]

    assert [(answer["body"], answer["headers"]["Content-Length"]) for answer in answers] == [(b"", "5")] * 2


def test_page_store_answers_304_to_those_who_have_the_page():
    store = store_of(Site())
    tag = ask(store)["headers"]["ETag"]

    answers = [ask(store, HTTP_IF_NONE_MATCH=given)["status"] for given in (tag, f'"x", W/{tag}', '"x"')]

    assert answers == ["304 Not Modified", "304 Not Modified", "200 OK"]


def test_page_store_does_without_when_the_generation_is_unknown():
    site = Site()
    store = PageStore(site, Watch(read=lambda: 0))

    ask(store)
    ask(store)

    assert len(site.asked) == 2


def test_page_store_survives_half_a_file():
    site = Site()
    store = store_of(site)
    ask(store)
    place_of("/fr/?", 7).with_suffix(".plain").write_bytes(b'[["Content-')

    body = ask(store)["body"]

    assert (body, len(site.asked)) == (b"chart", 2)


def test_page_store_survives_a_disk_it_cannot_write(settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.PAGE_STORE = tmp_path / "file" / "pages"

    assert ask(store_of(Site()))["body"] == b"chart"


def test_watch_asks_again_after_a_second():
    moments, numbers = iter([0.0, 0.0, 0.9, 1.1, 1.1]), iter([7, 8])
    watch = Watch(read=lambda: next(numbers), clock=lambda: next(moments))

    seen = [watch.number(), watch.number(), watch.number()]

    assert seen == [7, 7, 8]


@pytest.mark.django_db(transaction=True)
def test_page_of_an_older_generation_is_not_served():
    site = Site()
    store = PageStore(site, Watch(clock=iter(range(0, 100, 5)).__next__))
    ask(store)
    site.body = b"new chart"
    public_changed()

    assert ask(store)["body"] == b"new chart"


def test_sweep_deletes_older_generations_only(settings):
    public_changed()
    present = generation()
    for number in (present - 1, present, present + 1):
        (settings.PAGE_STORE / str(number)).mkdir(parents=True)

    swept = page_store.sweep()

    kept = sorted(int(folder.name) for folder in settings.PAGE_STORE.iterdir())
    assert (swept, kept) == (1, [present, present + 1])


def test_clear_deletes_all_pages(settings):
    ask(store_of(Site()))

    page_store.clear()

    assert not settings.PAGE_STORE.exists()


def test_two_stores_serve_the_new_page_within_two_seconds(programme_page):
    django, programme = programme_page
    now = [0.0]
    stores = [PageStore(django, Watch(clock=lambda: now[0])) for _ in range(2)]
    before = [ask(store)["body"] for store in stores]
    programme.name = Text.of("fr", fr="Réseau de Drogeo")
    programme.save()
    public_changed()
    now[0] += 1.0

    after = [ask(store)["body"] for store in stores]

    assert ["Drogeo" in body.decode() for body in (*before, *after)] == [False, False, True, True]


def test_public_page_is_stored_and_private_ones_are_not(programme_page, settings):
    django, _programme = programme_page
    store = PageStore(django, Watch(read=lambda: 7))

    for path in ("/fr/", "/fr/cities/", "/fr/cities/hy-brasil/", "/fr/desk/", "/fr/accounts/login/", "/healthz"):
        ask(store, path)

    assert len(list(settings.PAGE_STORE.rglob("*.plain"))) == 2


def test_stored_page_carries_no_trace_of_a_reader(programme_page):
    django, _programme = programme_page

    headers = ask(PageStore(django, Watch(read=lambda: 7)), HTTP_COOKIE="django_language=ar")["headers"]

    assert {name for name in headers if name in {"Set-Cookie", "X-Request-ID"}} == set()
    assert (headers["Vary"], headers["Cache-Control"]) == ("Accept-Encoding", "public, max-age=0, must-revalidate")


@pytest.fixture
def programme_page():
    """Django itself, with a programme on its home page."""
    handler = ClientHandler()

    def django(environ, start_response):
        server = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(), "HTTP_HOST": "localhost"}
        response = handler({**environ, **server})
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return [response.content]

    return django, ProgrammeFactory(is_home=True, name=Text.of("fr", fr="Réseau d’Antillia"))
