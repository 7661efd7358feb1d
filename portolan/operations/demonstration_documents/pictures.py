"""Drawings of the demonstration: bars and a plan, without words, so that one picture serves every language."""

from __future__ import annotations

import datetime as dt
import io
import math

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from portolan.documents.domain.pictures import take_picture
from portolan.documents.models import Picture
from portolan.operations.demonstration_documents.dataset import Dataset

WIDTH, HEIGHT, EDGE = 1200, 640, 60
PAPER, INK, SEA, LAND, LINE = "#ffffff", "#14273a", "#0f4265", "#efe6cf", "#d5c8aa"


def drawn(name: str, data: Dataset, *, at: dt.datetime) -> str:
    """The digest of a drawing: `plan`, or the bars of a number by year or by district (`new-by-year`)."""
    image = _plan(data) if name == "plan" else _bars(*_numbers(name, data))
    out = io.BytesIO()
    image.save(out, "PNG")
    return str(take_picture(ContentFile(out.getvalue(), name=f"{name}.png"), by=None, at=at).digest)


def _numbers(name: str, data: Dataset) -> tuple[list[str], list[int]]:
    code, _by, axis = name.partition("-by-")
    if axis == "year":
        return [str(year) for year in data.years], [data.total(code, year) for year in data.years]
    values = [row[code][-1] if isinstance(row[code], list) else row[code] for row in data.rows(axis)]
    return [str(number) for number in range(1, len(values) + 1)], values


def _bars(labels: list[str], values: list[int]) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(26)
    step, top = (WIDTH - 2 * EDGE) / len(values), max(values)
    for quarter in range(5):
        height = HEIGHT - EDGE - quarter * (HEIGHT - 2.5 * EDGE) / 4
        draw.line((EDGE, height, WIDTH - EDGE, height), fill=LINE, width=2)
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        left, height = EDGE + place * step, (HEIGHT - 2.5 * EDGE) * value / top
        draw.rectangle((left + step * 0.2, HEIGHT - EDGE - height, left + step * 0.8, HEIGHT - EDGE), fill=SEA)
        middle = left + step / 2
        draw.text((middle, HEIGHT - EDGE - height - 8), str(value), fill=INK, font=font, anchor="ms")
        draw.text((middle, HEIGHT - EDGE + 34), label, fill=INK, font=font, anchor="ms")
    return image


def _plan(data: Dataset) -> Image.Image:
    """An island with its districts as numbered discs, as large as they are populous."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#dce9ee")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(30)
    coast = []
    for degree in range(0, 360, 5):
        angle = math.radians(degree)
        reach = 1 + 0.09 * math.sin(3 * angle) + 0.05 * math.cos(7 * angle)
        coast.append((WIDTH / 2 + 500 * reach * math.cos(angle), HEIGHT / 2 + 255 * reach * math.sin(angle)))
    draw.polygon(coast, fill=LAND, outline=INK, width=3)
    for number, row in enumerate(data.rows("district")):
        column, line = number % 6, number // 6
        centre = (WIDTH / 2 - 390 + column * 145 + line * 70, HEIGHT / 2 - 80 + line * 170)
        radius = math.sqrt(row["people"][-1]) * 0.62
        box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        draw.ellipse(box, fill=SEA, outline=INK, width=2)
        draw.text(centre, str(number + 1), fill=PAPER, font=font, anchor="mm")
    return image


def remove_drawings() -> int:
    """Remove the drawings that no text shows any more, with their files; how many went."""
    rows = list(Picture.objects.filter(uses=None, made_by=None))
    for row in rows:
        row.file.delete(save=False)
        row.delete()
    return len(rows)
