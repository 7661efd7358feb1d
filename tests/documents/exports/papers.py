"""Documents for the tests of files: a small profile of Antillia in French and in Arabic, and Word files of others."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace

from lxml import etree
from PIL import Image

from portolan.documents.exports.word.xml import W, w
from portolan.documents.rules.canonical import canonical
from portolan.documents.rules.printed import PrintedDocument, PrintedSection, SourceWords
from tests.documents.generated import DIGESTS


def picture(form="PNG", size=(60, 40)):
    made = io.BytesIO()
    Image.new("RGB", size, (15, 66, 101)).save(made, form)
    return made.getvalue()


PLAN = picture()
PLAN_DIGEST = hashlib.sha256(PLAN).hexdigest()
FRENCH = (
    '<p>Antillia accueille 25\u202f000 personnes<span class="note">INS, <em>Recensement</em>, 2020.</span> '
    '<cite data-source="ins-2020" data-locator="p. 12"></cite>, comme <a href="to:network.organisation:12">Mayda</a> '
    'et <a href="to:network.organisation:99">Sanzorzo</a>, par le <span lang="ar" dir="rtl">الشباك الموحد</span>.</p>'
    "<h3>Le guichet unique</h3>"
    "<ul><li><p>le service social ;</p><ul><li><p>le lundi</p></li></ul></li><li><p>l’état civil.</p><p>Sans frais.</p>"
    '</li></ul><ol start="3"><li><p>trois</p></li></ol>'
    '<figure class="table"><figcaption>Population</figcaption><table><tbody>'
    '<tr><th scope="col"><p>Lieu</p></th><th scope="col"><p>2020</p></th></tr>'
    '<tr><th scope="row"><p>Frislandia</p></th><td><p>11\u202f300</p></td></tr>'
    '<tr><td colspan="2"><p>Ensemble</p></td></tr></tbody></table></figure>'
    '<aside class="box"><h4>Une pratique</h4><p>Un bus juridique.</p></aside>'
    "<blockquote><p>« Un bureau. »</p></blockquote>"
    f'<figure class="picture"><img src="picture:{PLAN_DIGEST}" alt="Plan du guichet">'
    "<figcaption>Le guichet</figcaption><small>Ville d’Antillia</small></figure>"
)
ARABIC = (
    '<p>تستقبل أنتيليا 25\u00a0000 نسمة<span class="note">المعهد الوطني للإحصاء، 2020.</span> '
    '<cite data-source="ins-2020" data-locator="ص 12"></cite>، بفضل '
    '<span lang="fr" dir="ltr">guichet unique</span>.</p>'
    '<h3>الشباك الموحد</h3><ul><li><p>المصلحة الاجتماعية</p></li></ul><p class="end">أنتيليا، 2021</p>'
    '<figure class="table"><figcaption>السكان</figcaption><table><tbody><tr><th scope="col"><p>المكان</p></th>'
    '<th scope="col"><p>2020</p></th></tr><tr><th scope="row"><p>فريسلانديا</p></th><td></td></tr></tbody></table>'
    "</figure>"
    '<aside class="box"><h4>ممارسة</h4><p>حافلة قانونية.</p></aside>'
)
HEADINGS = {
    "fr": ("Le cadre institutionnel", "Perceptions", "Défis et enseignements"),
    "ar": ("الإطار المؤسسي", "التصورات", "التحديات والدروس"),
    "en": ("Institutional framework", "Perceptions", "Challenges and lessons"),
}
KEYS = ("framework", "perceptions", "challenges")


def paper(language="fr", texts=None, **more):
    """A document of three sections, the first with everything a text may hold, the last without text."""
    texts = texts or ({"fr": FRENCH, "ar": ARABIC}.get(language, FRENCH), "<p>Rumeurs.</p>", "")
    headings = [*HEADINGS[language], *(f"{HEADINGS[language][0]} {number}" for number in range(4, 200))]
    keys = [*KEYS, *(f"section-{number}" for number in range(4, 200))]
    sections = [
        PrintedSection(keys[place], 1, headings[place], html, str(place + 1)) for place, html in enumerate(texts)
    ]
    return PrintedDocument(
        title="Profil migratoire d’Antillia",
        language=language,
        kind="Profil migratoire de ville",
        template="city-migration-profile@1",
        content_hash="0f1e2d3c" * 8,
        sections=sections,
        city="Antillia",
        sources={
            "ins-2020": SourceWords("INS, 2020", "Institut national de la statistique, 2020", "https://ins.example/")
        },
        addresses={"to:network.organisation:12": "https://portolan.example/fr/villes/mayda/"},
        pictures=lambda digest: PLAN if digest in {PLAN_DIGEST, DIGESTS[0]} else None,
        **more,
    )


def with_text(printed, key, html):
    """The document with another text in one section."""
    sections = [replace(one, html=canonical(html)) if one.key == key else one for one in printed.sections]
    return replace(printed, sections=sections)


def part(data, name="word/document.xml"):
    """The root of a part of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def changed(data, change, name="word/document.xml"):
    """The file after `change(root)` on one part, as somebody's Word would leave it."""
    root = part(data, name)
    change(root)
    return with_parts(data, {name: etree.tostring(root)})


def with_parts(data, parts):
    """The file with some parts written over or added; None removes one."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            if name not in parts:
                copy.writestr(name, archive.read(name))
        for name, content in parts.items():
            if content is not None:
                copy.writestr(name, content)
    return made.getvalue()


def paragraphs(root, words):
    """The paragraphs that say these words."""
    return [node for node in root.iter(w("p")) if words in "".join(text.text or "" for text in node.iter(w("t")))]


# -- files of others

NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ChapitreCIDPM"><w:name w:val="Chapitre"/><w:basedOn w:val="Titre1"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="Lgende"><w:name w:val="caption"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Gras"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
)


def line(words, style="", **more):
    """A paragraph; `runs` are put in as they are."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if "list" in more:
        properties += f'<w:numPr><w:ilvl w:val="{more["list"]}"/><w:numId w:val="5"/></w:numPr>'
    text = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p><w:pPr>{properties}{more.get('properties', '')}</w:pPr>{text}{more.get('runs', '')}</w:p>"


def run(words, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def drawing(relation="rId9", attribute="embed", name="Image 1", alt="Un plan"):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="{name}" descr="{alt}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:{attribute}="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def table(*rows):
    written = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{written}</w:tbl>"


def field(code, shown):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def foreign(body, relations="", parts=None, main="document.main"):
    """A .docx as another program writes it: `body` and more parts (name -> XML, its kind being the file's name)."""
    parts = dict(parts or {})
    own = {
        "styles": f"<w:styles {NAMES}>{_STYLES}</w:styles>",
        "numbering": f"<w:numbering {NAMES}>{_NUMBERING}</w:numbering>",
    }
    kinds = [name for name in (*own, *parts) if re.fullmatch("[a-z]+", name)]
    lines = "".join(f'<Relationship Id="p{kind}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{main}+xml"
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        opening = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        start = related("r1", "officeDocument", "word/document.xml")
        archive.writestr("_rels/.rels", f"{opening}{start}</Relationships>")
        archive.writestr("word/_rels/document.xml.rels", f"{opening}{lines}{relations}</Relationships>")
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in (own | parts).items():
            file = f"word/{name}.xml" if re.fullmatch("[a-z]+", name) else name
            archive.writestr(file, content)
    return made.getvalue()


def related(number, kind, target, *, external=False):
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{number}" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>'
