"""What office programs put on the clipboard."""

from portolan.documents.rules.canonical import canonical

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml>
<![endif]--><style><!-- p.MsoNormal {mso-style-unhide:no; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=FR style='tab-interval:35.4pt'><!--StartFragment-->
<h2 style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>
<![endif]>Accès au <span class=SpellE>logement</span><o:p></o:p></h2>
<p class=MsoNormal style='text-align:justify'><b style='mso-bidi-font-weight:normal'><span lang=EN-US
style='font-size:11.0pt;mso-ansi-language:EN-US'>La ville</span></b><span style='color:red'> de <st1:place
w:st="on">Mayda</st1:place> accueille</span><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'>
<![if !supportFootnotes]>[1]<![endif]></span></span></a>
<span lang=AR-SA dir=RTL>المدينة</span>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>un guichet<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>a)<span>&nbsp; </span></span><![endif]>le samedi<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
</span><![endif]>deux agents<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l2 level1 lfo3'><span style='mso-list:Ignore'>4.
</span>quatre</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><span style='display:none;mso-hide:all'>caché</span><font face=Arial>fin</font></p>
<!--EndFragment--><div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> <span
lang=EN-GB>Depuis <i>2016</i>.</span></p></div>
</div></body></html>"""


def test_word_keeps_its_headings_lists_and_footnotes():
    assert canonical(WORD) == (
        "<h3>Accès au logement</h3>"
        '<p class="justify"><strong>La ville</strong> de Mayda accueille'
        '<span class="note">Depuis <em>2016</em>.</span> '
        '<span lang="ar" dir="rtl">المدينة</span>.</p>'
        "<ul><li><p>un guichet</p><ol><li><p>le samedi</p></li></ol></li><li><p>deux agents</p></li></ul>"
        '<ol start="4"><li><p>quatre</p></li></ol>'
        "<p>fin</p>"
    )


def test_google_documents_are_not_all_bold():
    html = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" '
        'style="line-height:1.38;text-align:center"><span style="font-weight:700;font-style:normal">Mayda</span>'
        '<span style="font-weight:400;font-style:italic"> accueille</span><span style="font-size:0.6em;'
        'vertical-align:super"><a href="#ftnt1" id="ftnt_ref1">[1]</a></span></p><ul><li dir="ltr" aria-level="1">'
        '<p role="presentation">un</p></li><ul><li aria-level="2"><p>deux</p></li></ul></ul><br></b>'
        '<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Depuis 2016.</span></p></div>'
    )

    assert canonical(html) == (
        '<p class="center"><strong>Mayda</strong><em> accueille</em><span class="note">Depuis 2016.</span></p>'
        "<ul><li><p>un</p><ul><li><p>deux</p></li></ul></li></ul>"
    )


def test_libreoffice_keeps_its_footnotes():
    html = (
        '<p>Mayda<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> et Royllo</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>'
        " Depuis 2019.</p></div>"
    )

    assert canonical(html) == '<p>Mayda<span class="note">Depuis 2019.</span> et Royllo</p>'


def test_a_mark_without_its_footnote_keeps_its_number():
    assert canonical('<p>Mayda<a href="#_ftn1">[1]</a></p>') == "<p>Mayda[1]</p>"


def test_two_marks_of_one_footnote_do_not_copy_it():
    html = '<p>a<a href="#_ftn1">[1]</a> b<a href="#_ftn1">[1]</a></p><div id="ftn1"><p>Voir là.</p></div>'

    assert canonical(html) == '<p>a<span class="note">Voir là.</span> b[1]</p>'


def test_the_editor_is_understood():
    html = (
        '<p style="text-align: center;">x</p><ul><li><p>un</p></li></ul><table style="min-width: 50px"><colgroup>'
        '<col style="min-width: 25px"></colgroup><tbody><tr><th colspan="1" rowspan="1"><p>A</p></th></tr><tr>'
        '<td colspan="1" rowspan="1"><p>1</p></td></tr></tbody></table><p><br class="ProseMirror-trailingBreak"></p>'
    )

    assert canonical(html) == (
        '<p class="center">x</p><ul><li><p>un</p></li></ul><figure class="table"><figcaption></figcaption><table>'
        '<tbody><tr><th scope="col"><p>A</p></th></tr><tr><td><p>1</p></td></tr></tbody></table></figure>'
    )
