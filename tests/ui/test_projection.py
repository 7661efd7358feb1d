"""The projection, against points read off the target's chart."""

import pytest

from portolan.ui.projection import MEDITERRANEAN, fitted, is_land

# name, latitude, longitude (GeoNames), x, y on the target's chart
KNOWN = [
    ("Lisbon", 38.72509, -9.1498, 175.5, 456.8),
    ("Cadiz", 36.52672, -6.2891, 232.3, 511.9),
    ("Madrid", 40.4165, -3.70256, 283.6, 413.3),
    ("Tangier", 35.76727, -5.79975, 242.0, 530.5),
    ("Lyon", 45.74906, 4.84789, 453.2, 268.3),
    ("Naples", 40.85216, 14.26811, 640.0, 401.9),
    ("Dortmund", 51.51494, 7.466, 505.1, 95.0),
    ("Vienna", 48.20849, 16.37208, 681.8, 196.8),
    ("Sfax", 34.74056, 10.76028, 570.5, 555.5),
    ("Beirut", 33.89332, 35.50157, 1061.2, 575.8),
    ("Amman", 31.95522, 35.94503, 1070.0, 621.6),
]


@pytest.mark.parametrize(("name", "latitude", "longitude", "x", "y"), KNOWN)
def test_place_of_a_known_city(name, latitude, longitude, x, y):
    assert MEDITERRANEAN.place(latitude, longitude) == (pytest.approx(x, abs=1), pytest.approx(y, abs=1))


def test_place_beyond_the_poles_stays_finite():
    assert MEDITERRANEAN.place(90, 0) == MEDITERRANEAN.place(80, 0)


def test_shows_a_point_off_the_chart():
    assert MEDITERRANEAN.shows(4.6, -74.1) is False


@pytest.mark.parametrize(
    ("latitude", "longitude", "land"),
    [(40.4, -3.7, True), (27.9 + 1, 9.0, True), (38.0, 5.0, False), (45.0, -12.0, False), (39.0, 35.0, True)],
)
def test_is_land(latitude, longitude, land):
    assert is_land(*MEDITERRANEAN.place(latitude, longitude)) is land


def test_fitted_holds_every_point():
    points = [(4.6, -74.1), (-12.0, -77.0), (19.4, -99.1)]

    projection = fitted(points)

    assert [projection.shows(*point, margin=20) for point in points] == [True, True, True]


def test_fitted_to_one_point_puts_it_in_the_middle():
    projection = fitted([(4.6, -74.1)])

    assert projection.place(4.6, -74.1) == (600.0, pytest.approx(353.8, abs=0.2))


def test_fitted_to_nothing_is_still_a_chart():
    assert fitted([]).shows(0, 0) is True
