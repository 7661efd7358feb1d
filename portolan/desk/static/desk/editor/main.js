// The page on which a section is written: without this script a plain field, with it the editor.

import { Editor, pm } from "django-prose-editor/editor";
import { Actions } from "portolan/editor/actions.js";
import { writeSection } from "portolan/editor/html.js";
import { forgetHere, forgetOld, keptHere, watchOthers } from "portolan/editor/keeping.js";
import { NotePanel } from "portolan/editor/notepanel.js";
import { cleanPasted } from "portolan/editor/paste.js";
import { Saving } from "portolan/editor/saving.js";
import { sectionExtensions } from "portolan/editor/schema.js";
import { Toolbar } from "portolan/editor/toolbar.js";
import { SECTION_TOOLS, TABLE_TOOLS } from "portolan/editor/tools.js";

const MARKS = { draft: "part", saved: "done", saving: "part", offline: "late", busy: "late", expired: "late", refused: "late", lost: "late" };

function start(form) {
  const setup = JSON.parse(document.getElementById("editor-setup").textContent);
  const area = form.elements.html;
  const page = form.querySelector("[data-page-text]");
  const actions = new Actions(setup);
  const editor = makeEditor(page, area.value, setup, actions);
  // Until something is typed, the text is exactly what the server gave.
  let opened = { doc: editor.state.doc, html: area.value };
  const read = () => (editor.state.doc.eq(opened.doc) ? opened.html : writeSection(editor.state.doc));
  const status = form.querySelector("[data-status]");
  const saving = new Saving(setup, {
    read,
    say: (state, answer) => say(form, status, setup, state, answer),
    saved: (answer) => {
      form.elements.base.value = answer.base;
      showAround(answer);
    },
  });
  bars(form, editor, setup, actions);
  const panel = new NotePanel(editor, setup, actions);
  actions.openNote = (at) => panel.open(at);
  editor.on("update", () => saving.changed());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    panel.close(false);
    const more = event.submitter?.name === "done" ? { done: true, renders: form.elements.renders.value || null } : {};
    saving.save({ note: form.elements.note.value, ...more }).then(({ kind }) => {
      if (kind === "ok") form.elements.note.value = "";
    });
  });
  keys(form, editor, panel, actions);
  for (const button of document.querySelectorAll("[data-drop-draft]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      saving.drop();
    });
  }
  offerKept(form, editor, setup, read());
  watchOthers(setup, () => (document.querySelector("[data-elsewhere]").hidden = false));
  area.closest("[data-plain]").hidden = true;
  form.classList.add("live");
  form.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true }));
  return editor;
}

function makeEditor(page, html, setup, actions) {
  const attributes = {
    class: "page-text",
    lang: setup.language,
    dir: setup.direction,
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": setup.words.text,
    "aria-describedby": "editor-help",
    spellcheck: "true",
  };
  let editor = null;
  const takeFiles = (files) => {
    const file = [...(files || [])].find(({ type }) => type.startsWith("image/"));
    if (file) actions.picture(editor, file);
    return Boolean(file);
  };
  editor = new Editor({
    element: page,
    extensions: sectionExtensions(setup),
    content: html,
    injectCSS: false,
    editorProps: {
      attributes,
      transformPastedHTML: cleanPasted,
      handlePaste: (view, { clipboardData: data }) => !data?.getData("text/html") && takeFiles(data?.files),
      handleDrop: (view, event, slice, moved) => !moved && takeFiles(event.dataTransfer?.files),
    },
  });
  return editor;
}

function bars(form, editor, setup, actions) {
  const main = form.querySelector("[data-tools]");
  main.setAttribute("aria-label", setup.words.toolbar);
  new Toolbar(main, editor, SECTION_TOOLS, setup, actions);
  const table = form.querySelector("[data-table-tools]");
  table.setAttribute("aria-label", setup.words.tableToolbar);
  new Toolbar(table, editor, TABLE_TOOLS, setup, actions);
  main.hidden = false;
  const show = () => (table.hidden = !editor.isActive("table"));
  editor.on("transaction", show);
  show();
}

// Enter on a mark opens it; Alt+F10 and Escape lead to the bar, since Tab belongs to lists and tables.
function keys(form, editor, panel, actions) {
  const bar = form.querySelector("[data-tools]");
  editor.view.dom.addEventListener("keydown", (event) => {
    const { selection } = editor.state;
    const kind = selection instanceof pm.state.NodeSelection ? selection.node.type.name : "";
    const mod = event.ctrlKey || event.metaKey;
    const wanted = { note: () => panel.open(selection.from), citation: () => actions.source(editor) }[event.key === "Enter" && kind];
    const letter = event.altKey && mod && { KeyF: () => actions.note(editor), KeyS: () => actions.source(editor) }[event.code];
    const save = mod && !event.altKey && { KeyS: () => form.requestSubmit(), KeyK: () => actions.link(editor) }[event.code];
    const toBar = ((event.altKey && event.key === "F10") || event.key === "Escape") && (() => bar.querySelector("[tabindex='0']").focus());
    const act = wanted || letter || save || toBar;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }, true);
  editor.view.dom.addEventListener("dblclick", (event) => event.target.closest(".cite") && actions.source(editor));
}

function say(form, status, setup, state, answer) {
  const { words } = setup;
  const moment = answer.at || new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const line = answer.words || (words.states[state] || words.states.busy).replace("{time}", moment);
  status.className = `mark ${MARKS[state] || "late"}`;
  status.textContent = line;
  const more = form.querySelector("[data-more]");
  more.replaceChildren();
  if (state === "expired") {
    const link = document.createElement("a");
    Object.assign(link, { href: setup.addresses.signIn, target: "_blank", textContent: words.signIn });
    more.append(link);
  } else if (answer.newer) more.textContent = answer.newer;
  if (answer.count) form.querySelector("[data-count]").textContent = answer.count;
}

// What stands around the text, as the server says it anew after a save.
function showAround({ parts = {} }) {
  for (const [name, html] of Object.entries(parts)) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    document.querySelector(`[data-${name}]`)?.replaceChildren(...body.childNodes);
  }
}

// What an earlier visit left in this browser and the server never got.
function offerKept(form, editor, setup, now) {
  forgetOld();
  const kept = keptHere(setup);
  const offer = document.querySelector("[data-kept]");
  if (!kept || kept.html === now || !offer) return void (kept && forgetHere(setup));
  const when = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  offer.querySelector("[data-when]").textContent = when;
  offer.querySelector("[data-take]").addEventListener("click", () => {
    offer.hidden = true;
    editor.chain().setContent(kept.html, { emitUpdate: true }).focus().run();
  });
  offer.querySelector("[data-leave]").addEventListener("click", () => {
    offer.hidden = true;
    forgetHere(setup);
  });
  offer.hidden = false;
}

const form = document.querySelector("form[data-editor]");
if (form) start(form);
