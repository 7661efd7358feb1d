"""What Word puts on the clipboard, and what a text keeps of it."""

_HEAD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; } --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=FR style='tab-interval:35.4pt'>
<!--StartFragment-->"""
_FOOT = "<!--EndFragment--></body></html>"

WORD_FRENCH = f"""{_HEAD}
<h1>L’accueil au port<o:p></o:p></h1>
<p class=MsoNormal><b><span lang=FR style='font-size:12.0pt;font-family:"Arial"'>Le guichet</span></b><span lang=FR>
reçoit<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'>[1]</span></span></a> chaque jour.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>un guichet</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;
</span></span>deux agents</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span>
</span>le matin</p>
<p class=MsoCaption>Tableau 1. Arrivées</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><thead><tr><td width=100 style='width:75.0pt'>
<p class=MsoNormal><b>Année</b></p></td><td><p class=MsoNormal>Personnes</p></td></tr></thead><tr><td colspan=2>
<p class=MsoNormal>2020</p></td></tr></table>
<p class=MsoNormal align=center style='text-align:center'>Fin <span style='font-style:italic'>du port</span></p>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a><span
lang=FR> Registre <i>du port</i>.</span></p></div></div>
{_FOOT}"""

WORD_FRENCH_STORED = (
    "<h3>L’accueil au port</h3>"
    '<p><strong>Le guichet</strong> reçoit<span class="note">Registre <em>du port</em>.</span> chaque jour.</p>'
    "<ul><li><p>un guichet</p><ul><li><p>deux agents</p></li></ul></li></ul><ol><li><p>le matin</p></li></ol>"
    '<figure class="table"><figcaption>Tableau 1. Arrivées</figcaption><table><tbody><tr>'
    '<th scope="col"><p><strong>Année</strong></p></th><th scope="col"><p>Personnes</p></th></tr>'
    '<tr><td colspan="2"><p>2020</p></td></tr></tbody></table></figure>'
    '<p class="center">Fin <em>du port</em></p>'
)

WORD_ARABIC = f"""{_HEAD}
<h2 dir=RTL style='text-align:right;direction:rtl'><span
lang=AR-SA>الاستقبال في الميناء</span></h2>
<p class=MsoNormal dir=RTL style='text-align:right;direction:rtl'><b><span lang=AR-SA
style='font-family:Arial'>استقبل الشباك</span></b><span dir=LTR></span><span
lang=AR-SA> 1240 شخصًا</span><span
dir=LTR>.<o:p></o:p></span></p>
<p class=MsoListParagraph dir=RTL style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span>
<span lang=AR-SA>شباك واحد</span></p>
{_FOOT}"""

WORD_ARABIC_STORED = (
    "<h3>الاستقبال في الميناء</h3><p><strong>استقبل الشباك</strong> 1240 شخصًا.</p><ul><li><p>شباك واحد</p></li></ul>"
)
