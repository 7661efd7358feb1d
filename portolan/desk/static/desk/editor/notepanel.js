// Where a footnote is written: a small editor that opens at its mark.

import { Editor } from "django-prose-editor/editor";
import { writeInline } from "portolan/editor/html.js";
import { noteExtensions } from "portolan/editor/notes.js";
import { Toolbar } from "portolan/editor/toolbar.js";
import { NOTE_TOOLS } from "portolan/editor/tools.js";

/** The small editor of footnotes. Every keystroke reaches the text at once, so that nothing waits to be lost. */
export class NotePanel {
  constructor(editor, setup, actions) {
    this.editor = editor;
    this.setup = setup;
    this.actions = actions;
    this.panel = this.#build();
    editor.view.dom.addEventListener("click", (event) => this.#clicked(event));
    editor.on("transaction", ({ transaction }) => this.#followed(transaction));
  }

  get isOpen() {
    return Boolean(this.inner);
  }

  /** Open the note that begins at this place of the text. */
  open(at) {
    this.close(false);
    const node = this.editor.state.doc.nodeAt(at);
    if (!node || node.type.name !== "note") return;
    this.at = at;
    this.panel.hidden = false;
    this.inner = new Editor({
      element: this.panel.querySelector(".note-text"),
      extensions: noteExtensions(this.setup),
      content: node.attrs.html,
      injectCSS: false,
      editorProps: { attributes: this.#attributes() },
      onUpdate: () => this.#carry(),
    });
    this.bar = new Toolbar(this.panel.querySelector(".tools"), this.inner, NOTE_TOOLS, this.setup, this.actions);
    this.#place();
    this.inner.commands.focus("end");
    this.panel.scrollIntoView({ block: "nearest" });
  }

  close(back = true) {
    if (!this.inner) return;
    const { inner, at } = this;
    this.inner = null;
    this.bar.destroy();
    inner.destroy();
    this.panel.hidden = true;
    const node = this.editor.state.doc.nodeAt(at);
    const isEmpty = node?.type.name === "note" && !node.attrs.html;
    const chain = this.editor.chain();
    if (isEmpty) chain.deleteRange({ from: at, to: at + 1 });
    if (back) chain.setTextSelection(isEmpty ? at : at + 1).focus();
    chain.run();
  }

  #attributes() {
    const { language, direction, words } = this.setup;
    return { lang: language, dir: direction, role: "textbox", "aria-multiline": "true", "aria-label": words.noteText };
  }

  #build() {
    const panel = document.createElement("section");
    panel.className = "note-panel";
    panel.hidden = true;
    panel.setAttribute("aria-label", this.setup.words.note);
    const bar = document.createElement("div");
    bar.className = "tools";
    const text = document.createElement("div");
    text.className = "note-text";
    const row = document.createElement("div");
    row.className = "row";
    row.append(this.#button(this.setup.words.done, () => this.close()), this.#button(this.setup.words.removeNote, () => this.#remove(), "quiet"));
    panel.append(bar, text, row);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      }
    }, true);
    this.editor.options.element.after(panel);
    return panel;
  }

  #button(words, act, kind = "") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `btn ${kind}`.trim();
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  #carry() {
    const html = writeInline(this.inner.state.doc);
    this.own = true;
    this.editor.view.dispatch(this.editor.state.tr.setNodeAttribute(this.at, "html", html));
    this.own = false;
  }

  #remove() {
    const { at } = this;
    this.editor.view.dispatch(this.editor.state.tr.delete(at, at + 1));
    this.editor.commands.focus(at);
  }

  #followed(transaction) {
    if (!this.inner || this.own || !transaction.docChanged) return;
    const moved = transaction.mapping.mapResult(this.at);
    // Somebody undid, or took the note away: the panel no longer speaks of what stands in the text.
    if (moved.deletedAfter) this.close(false);
    else this.at = moved.pos;
  }

  #clicked(event) {
    const mark = event.target.closest(".note-mark");
    if (mark) this.open(this.editor.view.posAtDOM(mark, 0));
  }

  #place() {
    const mark = this.editor.view.nodeDOM(this.at).getBoundingClientRect();
    const around = this.panel.parentElement.getBoundingClientRect();
    const wide = this.panel.offsetWidth;
    const toMark = getComputedStyle(this.panel).direction === "rtl" ? around.right - mark.right : mark.left - around.left;
    const from = Math.min(Math.max(0, toMark - wide / 2), Math.max(0, around.width - wide));
    this.panel.style.setProperty("--note-from", `${from}px`);
    this.panel.style.setProperty("--note-below", `${mark.bottom - around.top + 8}px`);
  }
}
