// A footnote stands in the text as its number. Its words are an attribute, so that what one does to the paragraph
// around it (bold, a link) does not reach into them; they are written in the small editor of `notepanel.js`.

import { Document, HardBreak, Node, Text, UndoRedo } from "django-prose-editor/editor";
import { citation } from "portolan/editor/citation.js";
import { readInline, writeInline } from "portolan/editor/html.js";
import { marks } from "portolan/editor/marks.js";

export const note = (setup) =>
  Node.create({
    name: "note",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({ html: { default: "" } }),
    parseHTML() {
      return [{ tag: "span.note", priority: 80, getAttrs: (element) => ({ html: clean(element, setup) }) }];
    },
    renderHTML({ node }) {
      // Made in a document of its own: nothing in it can load or run.
      const inert = new DOMParser().parseFromString(`<span class="note">${node.attrs.html}</span>`, "text/html");
      return inert.body.firstChild;
    },
    renderText: ({ node }) => ` [${plain(node.attrs.html)}]`,
    addNodeView() {
      return ({ node }) => markView(node, setup);
    },
    addCommands() {
      return {
        insertNote:
          () =>
          ({ chain, state }) => {
            const at = state.selection.to;
            return chain()
              .insertContentAt(at, { type: this.name, attrs: { html: "" } })
              .setNodeSelection(at)
              .run();
          },
      };
    },
  });

const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

function clean(element, setup) {
  for (const inner of element.querySelectorAll("span.note")) inner.replaceWith(...inner.childNodes);
  return writeInline(readInline(element.innerHTML, noteExtensions(setup)));
}

function markView(node, setup) {
  const dom = document.createElement("span");
  dom.className = "note-mark";
  dom.setAttribute("role", "img");
  const name = (html) => dom.setAttribute("aria-label", `${setup.words.note}: ${plain(html) || setup.words.emptyNote}`);
  name(node.attrs.html);
  return {
    dom,
    ignoreMutation: () => true,
    update(next) {
      if (next.type !== node.type) return false;
      name(next.attrs.html);
      dom.classList.toggle("empty", !next.attrs.html);
      return true;
    },
  };
}

/** The extensions of a footnote's editor: one run of inline text, without notes. */
export const noteExtensions = (setup) => [
  Document.extend({ content: "inline*" }),
  Text,
  HardBreak,
  citation(setup),
  ...marks,
  UndoRedo,
];
