// The tools of the bar: what each does, when it is on, its keys.

const plain = (run) => (editor) => run(editor.chain().focus()).run();

const FORMAT = [
  {
    name: "heading",
    keys: "Mod+Alt+3",
    run: plain((chain) => chain.toggleHeading({ level: 3 })),
    active: (editor) => editor.isActive("heading", { level: 3 }),
    // A box has one kind of heading, its own.
    enabled: (editor) => !editor.isActive("box"),
  },
  {
    name: "subheading",
    keys: "Mod+Alt+4",
    run: plain((chain) => chain.toggleHeading({ level: 4 })),
    active: (editor) => editor.isActive("heading", { level: 4 }),
  },
];

const MARKS = [
  { name: "bold", keys: "Mod+B", run: plain((chain) => chain.toggleBold()), active: (editor) => editor.isActive("bold") },
  { name: "italic", keys: "Mod+I", run: plain((chain) => chain.toggleItalic()), active: (editor) => editor.isActive("italic") },
  {
    name: "superscript",
    keys: "Mod+.",
    run: plain((chain) => chain.toggleSuperscript()),
    active: (editor) => editor.isActive("superscript"),
  },
  {
    name: "subscript",
    keys: "Mod+,",
    run: plain((chain) => chain.toggleSubscript()),
    active: (editor) => editor.isActive("subscript"),
  },
];

const LISTS = [
  { name: "bullets", keys: "Mod+Shift+8", run: plain((chain) => chain.toggleBulletList()), active: (editor) => editor.isActive("bulletList") },
  { name: "numbers", keys: "Mod+Shift+7", run: plain((chain) => chain.toggleOrderedList()), active: (editor) => editor.isActive("orderedList") },
  { name: "quote", keys: "Mod+Shift+B", run: plain((chain) => chain.toggleBlockquote()), active: (editor) => editor.isActive("blockquote") },
  {
    name: "align",
    run: (editor, actions) => actions.align(editor),
    active: (editor) => Boolean(editor.getAttributes("paragraph").align),
  },
];

const LINK = { name: "link", word: true, keys: "Mod+K", run: (editor, actions) => actions.link(editor), active: (editor) => editor.isActive("link") };
const SOURCE = { name: "source", word: true, keys: "Mod+Alt+S", run: (editor, actions) => actions.source(editor), active: () => false };
const FOREIGN = { name: "foreign", run: (editor, actions) => actions.foreign(editor), active: (editor) => editor.isActive("foreign") };
const HISTORY = [
  { name: "undo", keys: "Mod+Z", run: plain((chain) => chain.undo()), enabled: (editor) => editor.can().undo() },
  { name: "redo", keys: "Mod+Shift+Z", run: plain((chain) => chain.redo()), enabled: (editor) => editor.can().redo() },
];

const isFree = (editor) => !["table", "picture", "box"].some((kind) => editor.isActive(kind));
const INSERT = [
  LINK,
  { name: "note", word: true, keys: "Mod+Alt+F", run: (editor, actions) => actions.note(editor), active: () => false },
  SOURCE,
  { name: "box", word: true, run: plain((chain) => chain.toggleBox()), active: (editor) => editor.isActive("box"), enabled: (editor) => isFree(editor) || editor.isActive("box") },
  { name: "table", word: true, run: (editor, actions) => actions.table(editor), active: (editor) => editor.isActive("table"), enabled: (editor) => !editor.isActive("table") && !editor.isActive("picture") },
  { name: "picture", word: true, run: (editor, actions) => actions.picture(editor), active: (editor) => editor.isActive("picture"), enabled: (editor) => !editor.isActive("table") && !editor.isActive("picture") },
];

/** The bar of the section, group by group. */
export const SECTION_TOOLS = [[...FORMAT], [...MARKS, FOREIGN], [...LISTS], [...HISTORY], [...INSERT]];
/** The bar of a footnote. */
export const NOTE_TOOLS = [[...MARKS, FOREIGN], [LINK, SOURCE]];

const inTable = (name, run) => ({ name, run: plain(run) });
/** The bar shown while the cursor stands in a table. */
export const TABLE_TOOLS = [
  [inTable("rowBefore", (chain) => chain.addRowBefore()), inTable("rowAfter", (chain) => chain.addRowAfter()), inTable("rowDelete", (chain) => chain.deleteRow())],
  [
    inTable("columnBefore", (chain) => chain.addColumnBefore()),
    inTable("columnAfter", (chain) => chain.addColumnAfter()),
    inTable("columnDelete", (chain) => chain.deleteColumn()),
  ],
  [
    inTable("headRow", (chain) => chain.toggleHeaderRow()),
    inTable("headColumn", (chain) => chain.toggleHeaderColumn()),
    inTable("merge", (chain) => chain.mergeCells()),
    inTable("split", (chain) => chain.splitCell()),
  ],
  [inTable("tableDelete", (chain) => chain.deleteTable())],
];
