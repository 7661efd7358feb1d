"""The chart: window, lines, and the places of the names."""

from portolan.ui.chart import ROUTE, Line, Port, build_chart
from portolan.ui.labels import Sheet

ANTILLIA = Port("antillia", "Antillia", 36.5, -13.0, "/antillia", host=True)
MAYDA = Port("mayda", "Mayda", 45.8, -12.5, "/mayda", rank=2)
FAR = Port("drogeo", "Drogeo", 47.0, -60.0, "/drogeo")


def test_chart_of_the_mediterranean_has_the_stored_window():
    chart = build_chart([ANTILLIA, MAYDA], [], language="fr")

    assert (chart.view_box, chart.coast, chart.near) == ("0 0 1200 707.7", True, False)


def test_chart_of_a_far_network_has_a_graticule_and_no_coast():
    chart = build_chart([ANTILLIA, FAR], [], language="fr")

    assert (chart.coast, chart.graticule[:1]) == (False, "M")


def test_chart_of_nothing_is_empty():
    chart = build_chart([], [], language="fr")

    assert (chart.ports, chart.lines) == ((), ())


def test_chart_around_a_port_shows_it_and_stays_on_the_sheet():
    corner = Port("brandan", "Saint-Brandan", 28.4, -17.8)

    chart = build_chart([ANTILLIA, corner], [], language="fr", focus="brandan")

    assert chart.view_box == "0.0 493.7 430 214"
    assert [drawn.focus for drawn in chart.ports] == [False, True]


def test_chart_around_an_unknown_port_is_the_whole():
    assert build_chart([ANTILLIA], [], language="fr", focus="nowhere").near is False


def test_line_leaves_out_a_port_that_is_not_given():
    lines = [Line("route", ("antillia", "sanzorzo", "mayda")), Line("met", ("antillia", "sanzorzo"))]

    chart = build_chart([ANTILLIA, MAYDA], lines, language="fr")

    assert chart.lines == (("route", "M99.2 512.6L109.1 266.9"),)


def test_label_goes_where_the_data_says():
    port = Port("antillia", "Antillia", 36.5, -13.0, side="start", dy=4)

    label = build_chart([port], [], language="fr").ports[0].label

    assert (label.side, label.x, label.y) == ("start", 87.2, 522.6)


def test_labels_without_a_side_do_not_cover_each_other():
    sheet = Sheet(1200)
    sheet.take_dots([(500, 300), (520, 300)])

    left, right = sheet.put("Antillia", 500, 300), sheet.put("Mayda", 520, 300)

    assert (left.side, right.side, left.crowded or right.crowded) == ("start", "end", False)


def test_label_at_the_edge_stays_on_the_sheet():
    sheet = Sheet(1200)

    assert sheet.put("Frislandia", 1190, 300).side == "start"


def test_label_that_finds_no_room_is_crowded():
    sheet = Sheet(1200)
    sheet.take((0, 0, 1200, 290))
    sheet.take((0, 310, 1200, 700))

    assert sheet.put("Frislandia", 600, 300).crowded is True


def test_crowded_label_is_left_out_on_a_phone():
    ports = [Port(f"p{i}", "Sanzorzo", 36.0 + i / 50, -13.0) for i in range(9)]

    minor = [drawn.minor for drawn in build_chart(ports, [], language="fr").ports]

    assert minor[-1] is True


def test_chart_around_a_port_draws_what_lies_in_its_waters():
    ports = [Port("tangier", "Tangier", 35.8, -5.8), Port("near", "Near", 36.5, -5.0), Port("far", "Far", 33.9, 35.5)]

    chart = build_chart(ports, [Line(ROUTE, ("tangier", "far"))], language="fr", focus="tangier")

    assert ([drawn.port.code for drawn in chart.ports], len(chart.lines)) == (["tangier", "near"], 1)
