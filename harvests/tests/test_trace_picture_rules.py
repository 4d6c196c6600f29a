"""The picture of a trace: columns from left to right, bands as thick as their grams, small boxes folded."""

from harvests.rules.trace import Kind, Walk, backward, forward
from harvests.rules.trace_picture import FIELD, LEAST, MORE, MOST, picture

PLOT, TICKET, LOT, CARTON, AGAIN = (Kind.PLOT, 1), (Kind.TICKET, 1), (Kind.LOT, 1), (Kind.CARTON, 1), (Kind.LOT, 2)
ORDER, SHIPMENT, BUYER, STOCK = (Kind.ORDER, 1, 1), (Kind.SHIPMENT, 1), (Kind.BUYER, 1), (Kind.STOCK, 0)
EDGES = {
    ((Kind.HOUSEHOLD, 1), PLOT): 100, ((Kind.DIARY, 1), PLOT): 0, (PLOT, TICKET): 100, (TICKET, LOT): 100,
    (LOT, CARTON): 100, (CARTON, AGAIN): 40, (CARTON, STOCK): 60, (AGAIN, (Kind.CARTON, 2)): 40,
    ((Kind.CARTON, 2), ORDER): 40, (ORDER, SHIPMENT): 40, (SHIPMENT, BUYER): 40,
}  # fmt: skip


def drawn(edges, start):
    return picture(backward(edges, start), forward(edges, start))


def test_boxes_stand_in_columns_from_orchard_to_buyer():
    found = drawn(EDGES, {LOT: 100})
    places = {box.key: int(box.x) for box in found.boxes}
    assert list(dict(sorted(places.items(), key=lambda pair: pair[1]))) == [
        PLOT, TICKET, LOT, AGAIN, *[key for key in places if key in (SHIPMENT, STOCK)], BUYER,
    ]  # fmt: skip
    assert places[SHIPMENT] == places[STOCK]
    assert {box.key: box.grams for box in found.boxes} == {
        PLOT: 100, TICKET: 100, LOT: 100, AGAIN: 40, SHIPMENT: 40, STOCK: 60, BUYER: 40,
    }  # fmt: skip
    assert found.labelled


def test_bands_are_as_thick_as_their_grams_and_meet_boxes_side_by_side():
    found = drawn(EDGES, {LOT: 100})
    widths = {(band.tail, band.head): (int(band.width), band.grams) for band in found.bands}
    assert widths[TICKET, LOT] == (FIELD, 100)
    assert widths[LOT, AGAIN] == (FIELD * 40 // 100, 40)
    assert widths[LOT, STOCK] == (FIELD * 60 // 100, 60)
    assert (AGAIN, SHIPMENT) in widths


def test_what_is_small_lies_in_one_box_at_the_end_of_a_full_column():
    edges = {((Kind.TICKET, number), LOT): number for number in range(1, 41)}
    found = drawn(edges, {LOT: sum(range(1, 41))})
    tickets = [box for box in found.boxes if box.key != LOT]
    assert len(tickets) == MOST
    more = tickets[-1]
    assert (more.key, more.count) == ((MORE, 0), 40 - MOST + 1)
    assert sum(box.grams for box in tickets) == sum(range(1, 41))
    assert all(int(box.height) >= LEAST for box in found.boxes)
    tops = [(int(box.y), int(box.y) + int(box.height)) for box in tickets]
    assert all(end < begin for (_top, end), (begin, _end) in zip(tops, tops[1:], strict=False))


def test_a_start_alone_is_a_picture_too():
    found = picture(Walk(0, {LOT: 0}, {}), Walk(0, {LOT: 0}, {}))
    assert [box.key for box in found.boxes] == [LOT]
    assert found.bands == []
