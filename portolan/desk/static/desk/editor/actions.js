// What the tools do that must ask first: links, citations, language, tables, pictures.

import { pm } from "django-prose-editor/editor";
import { sayCitation } from "portolan/editor/citation.js";
import { ask, chooser, field, make } from "portolan/editor/dialogs.js";
import { isAddress } from "portolan/editor/marks.js";
import { sendPicture } from "portolan/editor/pictures.js";

const KINDS = ["image/png", "image/jpeg", "image/webp"];

// "www.ville.example" is meant as an address of the web, "ville@port.example" as one of mail.
function completed(typed) {
  const address = typed.trim();
  if (isAddress(address)) return address;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) return `mailto:${address}`;
  return /^[^\s:/]+\.[^\s:]+$/.test(address) ? `https://${address}` : "";
}

export class Actions {
  constructor(setup) {
    this.setup = setup;
    this.words = setup.words;
  }

  /** Link the selected words, or put a link with its own words at the cursor. */
  async link(editor) {
    const { words } = this;
    const { empty } = editor.state.selection;
    const inside = editor.isActive("link");
    const now = editor.getAttributes("link").href || "";
    const address = field(words.address, { value: now.startsWith("to:") ? "" : now, dir: "ltr", inputmode: "url" }, words.addressHelp);
    let chosen = now.startsWith("to:") ? { key: now } : null;
    const dialog = { take: null };
    const inner = chooser(words.findHere, this.setup.addresses.links, words, (row) => dialog.take(row));
    const given = (say) => {
      const href = completed(address.input.value) || chosen?.key;
      if (href) return { href };
      say(words.addressWrong);
      return undefined;
    };
    const actions = [{ words: inside ? words.change : words.linkIt, value: given }];
    if (inside) actions.push({ words: words.removeLink, kind: "danger", value: () => ({ href: null }) });
    const asked = ask(words.linkTitle, [address, inner], actions, words);
    const open = document.querySelector("dialog.editor-dialog:last-of-type");
    dialog.take = (row) => open.take({ value: () => ({ href: `to:${row.key}`, label: row.label }) });
    const answer = await asked;
    chosen = null;
    editor.commands.focus();
    if (answer) setLink(editor, answer, { empty, inside });
  }

  /** Cite one of the sources on record; on a citation, change where in it. */
  async source(editor) {
    const { words, setup } = this;
    const at = citationAt(editor.state);
    const now = at === null ? null : editor.state.doc.nodeAt(at).attrs;
    let source = now?.source || null;
    const taken = make("p", { role: "status", text: source ? sayCitation({ source }, setup) : words.noSource });
    const locator = field(words.locator, { value: now?.locator || "", maxlength: 100, dir: "auto" }, words.locatorHelp);
    const found = chooser(words.findSource, setup.addresses.sources, words, (row) => {
      source = row.key;
      setup.sources[row.key] = row.short;
      taken.textContent = row.label;
      locator.input.focus();
    });
    const given = (say) => {
      if (source) return { source, locator: locator.input.value.trim() || null };
      say(words.sourceMissing);
      return undefined;
    };
    const answering = ask(words.sourceTitle, [found, taken, locator], [{ words: now ? words.change : words.citeIt, value: given }], words);
    found.look();
    const answer = await answering;
    editor.commands.focus();
    if (!answer) return;
    if (at === null) editor.chain().insertContent({ type: "citation", attrs: answer }).run();
    else editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, answer));
  }

  /** Say in which language the selected words are. */
  async foreign(editor) {
    const { words, setup } = this;
    const now = editor.getAttributes("foreign").lang || "";
    const others = setup.languages.filter(([code]) => code !== setup.language);
    const choice = field(words.foreignLanguage, { options: others, value: now });
    const actions = [{ words: words.mark, value: () => ({ lang: choice.input.value }) }];
    if (now) actions.push({ words: words.removeMark, kind: "danger", value: () => ({ lang: null }) });
    const answer = await ask(words.foreignTitle, [choice], actions, words);
    editor.commands.focus();
    if (!answer) return;
    const chain = editor.chain().focus().extendMarkRange("foreign");
    if (answer.lang) chain.setMark("foreign", answer).run();
    else chain.unsetMark("foreign").run();
  }

  async align(editor) {
    const { words } = this;
    const choice = field(words.alignment, { options: words.alignments, value: editor.getAttributes("paragraph").align || "" });
    const answer = await ask(words.alignmentTitle, [choice], [{ words: words.apply, value: () => choice.input.value }], words);
    editor.commands.focus();
    if (answer !== null) editor.commands.setAlign(answer || null);
  }

  async table(editor) {
    const { words } = this;
    const rows = field(words.rows, { type: "number", min: 1, max: 60, value: 3 });
    const columns = field(words.columns, { type: "number", min: 1, max: 12, value: 3 });
    const head = field(words.headRow, { type: "checkbox", checked: true });
    const side = field(words.headColumn, { type: "checkbox" });
    const within = ({ input }) => Math.min(Number(input.max), Math.max(1, Number.parseInt(input.value, 10) || 1));
    const value = () => ({ rows: within(rows), columns: within(columns), head: head.input.checked, side: side.input.checked });
    const answer = await ask(words.tableTitle, [make("div", { class: "halves" }, rows, columns), head, side], [{ words: words.insert, value }], words);
    editor.commands.focus();
    if (answer) editor.commands.insertTableFigure(answer);
  }

  /** Put a picture in: the file is sent first, so that the text never names one that is not kept. */
  async picture(editor, file = null) {
    const { words, setup } = this;
    const chosen = field(words.pictureFile, { type: "file", accept: KINDS.join(",") }, words.pictureHelp);
    const alt = field(words.alternative, { maxlength: 500, lang: setup.language, dir: setup.direction }, words.alternativeHelp);
    const credit = field(words.credit, { maxlength: 200, lang: setup.language, dir: setup.direction }, words.creditHelp);
    const bar = make("progress", { max: 1, value: 0, "aria-label": words.sending, hidden: true });
    const value = async (say) => {
      const picked = chosen.input.files[0] || file;
      if (!picked) return void say(words.pictureMissing);
      if (!KINDS.includes(picked.type)) return void say(words.pictureKind);
      say("");
      bar.hidden = false;
      const answer = await sendPicture(picked, setup, (share) => (bar.value = share));
      bar.hidden = true;
      if (answer.error) return void say(answer.error);
      return { digest: answer.digest, alt: alt.input.value.trim(), credit: credit.input.value.trim() };
    };
    const parts = [...(file ? [make("p", { text: file.name, dir: "auto" })] : [chosen]), alt, credit, bar];
    const answer = await ask(words.pictureTitle, parts, [{ words: words.insert, value }], words);
    editor.commands.focus();
    if (answer) editor.commands.insertPicture(answer);
  }

  note(editor) {
    editor.commands.insertNote();
    this.openNote?.(editor.state.selection.from);
  }
}

function setLink(editor, { href, label }, { empty, inside }) {
  const chain = editor.chain().focus();
  if (inside) chain.extendMarkRange("link");
  if (!href) chain.unsetMark("link").run();
  else if (empty && !inside) {
    const text = label || href.replace(/^mailto:/, "");
    chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run();
  } else chain.setMark("link", { href }).run();
}

/** The place of the citation that is selected or that the cursor touches; null when there is none. */
function citationAt({ selection }) {
  if (selection instanceof pm.state.NodeSelection && selection.node.type.name === "citation") return selection.from;
  const { nodeBefore, nodeAfter, pos } = selection.$from;
  if (!selection.empty) return null;
  if (nodeAfter?.type.name === "citation") return pos;
  return nodeBefore?.type.name === "citation" ? pos - nodeBefore.nodeSize : null;
}
