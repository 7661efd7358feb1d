// What is pasted from Word, LibreOffice or a page, brought near the form of a text. The server's `canonical` decides in
// the end; here only what it could no longer see, such as which paragraphs of Word were a list or a footnote.

const OURS = "data-pm-slice";
const HEADINGS = { H1: "h3", H2: "h3", H5: "h4", H6: "h4" };
const NUMBERED = /^\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]/;

/** Pasted HTML, cleaned; what was copied from an editor of ours stays as it is. */
export function cleanPasted(html) {
  if (html.includes(OURS)) return html;
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  for (const each of body.querySelectorAll("script, xml, meta, link, title, object, iframe, del, s, strike")) each.remove();
  dropCommentsOf(body);
  takeFootnotes(body);
  makeLists(body);
  for (const each of body.querySelectorAll("h1, h2, h5, h6")) rename(each, HEADINGS[each.tagName]);
  for (const each of body.querySelectorAll("p.MsoTitle")) rename(each, "h3");
  for (const each of body.querySelectorAll("table")) wrapTable(each);
  for (const each of body.querySelectorAll("img:not([src^='picture:'])")) each.remove();
  for (const each of body.querySelectorAll("span[lang], bdi[lang]")) each.removeAttribute("lang");
  for (const each of body.querySelectorAll("a[name]:not([href]), a[href^='#']")) each.replaceWith(...each.childNodes);
  alignments(body);
  styledWords(body);
  for (const each of body.querySelectorAll("*")) {
    for (const name of each.getAttributeNames()) if (/^data-(style|on)/.test(name)) each.removeAttribute(name);
  }
  return body.innerHTML;
}

// The policy of the page reports styles and handlers in HTML also where it is only looked at: they get another name.
function withoutStyles(html) {
  const bare = html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->|<style[\s\S]*?<\/style>|<xml[\s\S]*?<\/xml>/gi, "");
  return bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on\w+)\s*=/gi, "$1data-$2="));
}

const styleOf = (element) => element.dataset.style || "";

// Bold and the like said by styles, as LibreOffice and mail programs do.
function styledWords(body) {
  const kinds = [
    [/font-weight:\s*(bold|[6-9]00)/, "strong"],
    [/font-style:\s*italic/, "em"],
    [/vertical-align:\s*super/, "sup"],
    [/vertical-align:\s*sub/, "sub"],
  ];
  for (const each of [...body.querySelectorAll("span[data-style], font[data-style]")]) {
    const wanted = kinds.filter(([style]) => style.test(styleOf(each)));
    for (const [, name] of wanted) {
      const mark = each.ownerDocument.createElement(name);
      mark.append(...each.childNodes);
      each.append(mark);
    }
  }
  for (const each of [...body.querySelectorAll("b[data-style]")]) {
    if (/font-weight:\s*normal/.test(styleOf(each))) each.replaceWith(...each.childNodes);
  }
}

function rename(element, name) {
  const next = element.ownerDocument.createElement(name);
  next.append(...element.childNodes);
  element.replaceWith(next);
  return next;
}

// Word's comments and what it keeps for itself in paragraphs of the web.
function dropCommentsOf(body) {
  const own = "[data-style*='mso-element:comment'], .msocomanchor, .MsoCommentReference, [data-style*='mso-hide:all']";
  for (const each of body.querySelectorAll(own)) each.remove();
  for (const each of [...body.querySelectorAll("*")]) {
    if (each.tagName.includes(":")) each.replaceWith(...each.childNodes);
  }
}

// Word puts footnotes at the end and links to them; each goes to where its mark stands.
function takeFootnotes(body) {
  const notes = new Map();
  for (const each of body.querySelectorAll("[id^='ftn'], [id^='sdfootnote'], [id^='edn']")) {
    if (/^(ftn|edn|sdfootnote)\d+$/.test(each.id)) notes.set(each.id, each);
  }
  for (const mark of [...body.querySelectorAll("a[href*='#_ftn'], a[href*='#_edn'], a[href*='#sdfootnote']")]) {
    const id = mark.getAttribute("href").replace(/^[^#]*#_?/, "").replace(/sym$/, "");
    const words = notes.get(id);
    if (!words || words.contains(mark)) continue;
    const span = body.ownerDocument.createElement("span");
    span.className = "note";
    for (const back of words.querySelectorAll("a[href*='ftnref'], a[href*='ednref'], a[href*='anc'], .MsoFootnoteReference")) back.remove();
    [...words.querySelectorAll("p")].forEach((line, index) => span.append(...(index ? [" "] : []), ...line.childNodes));
    if (!span.childNodes.length) span.append(...words.childNodes);
    const around = mark.closest("sup");
    (around && around.textContent.trim() === mark.textContent.trim() ? around : mark).replaceWith(span);
  }
  for (const words of notes.values()) words.remove();
}

// Word writes lists as paragraphs that say their level and carry the bullet as text.
function makeLists(body) {
  for (const first of [...body.querySelectorAll("p[data-style*='mso-list']")]) {
    if (!first.isConnected || !levelOf(first)) continue;
    const lines = [];
    for (let next = first; next && levelOf(next); next = next.nextElementSibling) lines.push(next);
    first.before(listOf(lines));
    for (const line of lines) line.remove();
  }
}

function levelOf(line) {
  const found = line.tagName === "P" && /mso-list:\s*l\d+\s+level(\d)/.exec(styleOf(line));
  return found ? Number(found[1]) : 0;
}

function listOf(lines) {
  const make = (name) => lines[0].ownerDocument.createElement(name);
  const lists = lines[0].ownerDocument.createDocumentFragment();
  const open = [];
  for (const line of lines) {
    const level = Math.min(levelOf(line), open.length + 1);
    const bullet = line.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']");
    const name = NUMBERED.test(bullet?.textContent.trim() || "") ? "OL" : "UL";
    bullet?.remove();
    while (open.length > level) open.pop();
    // Another kind of bullet at the same level is another list.
    if (open.length === level && open.at(-1).tagName !== name) open.pop();
    if (open.length < level) {
      const list = make(name);
      (open.at(-1)?.lastElementChild || lists).append(list);
      open.push(list);
    }
    const item = make("li");
    const words = make("p");
    words.append(...line.childNodes);
    item.append(words);
    open.at(-1).append(item);
  }
  return lists;
}

// A table stands in a figure with its caption: its own, or Word's caption line above or below it.
function wrapTable(table) {
  if (table.closest("figure.table")) return;
  const outer = table.parentElement.closest("table");
  if (outer) return void table.replaceWith(...[...table.rows].flatMap((row) => [...row.cells]).flatMap((cell) => [...cell.childNodes]));
  const { ownerDocument } = table;
  const figure = ownerDocument.createElement("figure");
  figure.className = "table";
  const caption = ownerDocument.createElement("figcaption");
  const line = [table.caption, table.previousElementSibling, table.nextElementSibling].find(
    (each) => each && (each.tagName === "CAPTION" || each.matches("p.MsoCaption, p.caption")),
  );
  if (line) {
    caption.append(...line.childNodes);
    line.remove();
  }
  for (const cell of table.querySelectorAll("thead td")) rename(cell, "th");
  table.replaceWith(figure);
  for (const group of table.querySelectorAll("colgroup, col")) group.remove();
  figure.append(caption, table);
}

function alignments(body) {
  for (const each of body.querySelectorAll("p[align], p[data-style*='text-align']")) {
    const side = each.getAttribute("align") || /text-align:\s*(\w+)/.exec(styleOf(each))?.[1];
    each.className = side === "center" || side === "justify" ? side : "";
  }
}
