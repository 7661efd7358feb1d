// Text in, text out. Everything is built in a document apart: a picture's address there is loaded by nobody.

import { getSchema, pm } from "django-prose-editor/editor";

let noteSchema = null;

const apart = () => document.implementation.createHTMLDocument();

function written(fragment, schema) {
  const inert = apart();
  const holder = inert.createElement("div");
  holder.append(pm.model.DOMSerializer.fromSchema(schema).serializeFragment(fragment, { document: inert }));
  return holder;
}

/** The text of a section as HTML, in the form of docs/text-format.md as far as a browser can give it. */
export function writeSection(doc) {
  const holder = written(doc.content, doc.type.schema);
  for (const table of holder.querySelectorAll("table")) scopeHeaders(table);
  return holder.innerHTML.replaceAll("&nbsp;", "\u00a0");
}

/** The inline HTML of a footnote. */
export const writeInline = (doc) =>
  written(doc.content, doc.type.schema).innerHTML.replaceAll("&nbsp;", "\u00a0").trim();

/** A footnote's HTML as a document of its own small schema. */
export function readInline(html, extensions) {
  const holder = apart().createElement("div");
  holder.innerHTML = html;
  noteSchema ||= getSchema(extensions);
  return pm.model.DOMParser.fromSchema(noteSchema).parse(holder);
}

// A header cell heads its column when its whole row is headers, else its row.
function scopeHeaders(table) {
  for (const row of table.rows) {
    const heads = [...row.cells].every((cell) => cell.tagName === "TH");
    for (const cell of row.cells) {
      if (cell.tagName !== "TH") continue;
      const scope = cell.getAttribute("scope") || (heads ? "col" : "row");
      const spans = ["colspan", "rowspan"].map((name) => [name, cell.getAttribute(name)]);
      for (const name of [...cell.getAttributeNames()]) cell.removeAttribute(name);
      cell.setAttribute("scope", scope);
      for (const [name, value] of spans) if (value && value !== "1") cell.setAttribute(name, value);
    }
  }
}
