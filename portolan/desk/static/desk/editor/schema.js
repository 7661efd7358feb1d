// What a text is made of: the blocks and marks of docs/text-format.md, nothing else. The server's `canonical` is the
// truth; this schema keeps what it knows and lets nothing in that it would have to drop.

import {
  Blockquote,
  BulletList,
  Document,
  Dropcursor,
  Extension,
  Gapcursor,
  HardBreak,
  Heading,
  ListItem,
  Node,
  OrderedList,
  Paragraph,
  Placeholder,
  Text,
  UndoRedo,
  wrappingInputRule,
} from "django-prose-editor/editor";
import { citation } from "portolan/editor/citation.js";
import { marks } from "portolan/editor/marks.js";
import { pictureNodes } from "portolan/editor/pictures.js";
import { note } from "portolan/editor/notes.js";
import { tableNodes } from "portolan/editor/tables.js";

const ALIGNED = ["center", "end", "justify"];

const AlignedParagraph = Paragraph.extend({
  group: "block flow",
  addAttributes() {
    return {
      align: {
        default: null,
        parseHTML: (element) => ALIGNED.find((each) => element.classList.contains(each)) || null,
        renderHTML: ({ align }) => (align ? { class: align } : {}),
      },
    };
  },
  addCommands() {
    return { setAlign: (align) => ({ commands }) => commands.updateAttributes("paragraph", { align }) };
  },
});

const Bullets = BulletList.extend({ group: "block flow list" });

// A list may begin at another number; how the numbers look follows the reader's page, not the writer.
const Numbers = OrderedList.extend({
  group: "block flow list",
  addAttributes() {
    return {
      start: {
        default: 1,
        parseHTML: (element) => Number.parseInt(element.getAttribute("start"), 10) || 1,
        renderHTML: ({ start }) => (start === 1 ? {} : { start }),
      },
    };
  },
  addNodeView: null,
  renderHTML({ HTMLAttributes }) {
    return ["ol", HTMLAttributes, 0];
  },
  addInputRules() {
    const begins = ([, number]) => ({ start: Number(number) });
    return [wrappingInputRule({ find: /^(\d{1,3})[.)]\s$/, type: this.type, getAttributes: begins })];
  },
});

const Item = ListItem.extend({ content: "paragraph flow*" });
const Quote = Blockquote.extend({ content: "flow+" });

// A boxed practice: its title is a heading of the lower kind.
const Box = Node.create({
  name: "box",
  group: "block",
  content: "(flow | heading | figure)+",
  defining: true,
  parseHTML: () => [{ tag: "aside.box" }],
  renderHTML: () => ["aside", { class: "box" }, 0],
  addCommands() {
    return {
      toggleBox:
        () =>
        ({ editor, chain, state }) => {
          if (editor.isActive("box")) return chain().lift("box").run();
          if (!state.selection.empty) return chain().wrapIn("box").run();
          const inside = [{ type: "heading", attrs: { level: 4 } }];
          const at = state.selection.from;
          return chain()
            .insertContent({ type: "box", content: inside })
            .command(({ tr }) => toNearestAfter(tr, at, "box"))
            .run();
        },
    };
  },
  addKeyboardShortcuts() {
    // Enter in an empty last paragraph leaves the box, as it leaves a list.
    return { Enter: ({ editor }) => leave(editor, "box") };
  },
});

/** Put the cursor into the first text of the first node of a kind at or after a place. */
export function toNearestAfter(tr, from, kind) {
  let found = null;
  tr.doc.nodesBetween(Math.max(0, from - 1), tr.doc.content.size, (node, at) => {
    if (found === null && node.type.name === kind) found = at;
    return found === null;
  });
  if (found !== null) tr.setSelection(tr.selection.constructor.near(tr.doc.resolve(found + 1)));
  return true;
}

function leave(editor, kind) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.content.size || $from.depth < 2 || $from.node(-1).type.name !== kind) return false;
  if ($from.node(-1).childCount < 2 || $from.indexAfter(-1) !== $from.node(-1).childCount) return false;
  return editor.commands.lift($from.parent.type.name) || editor.commands.liftEmptyBlock();
}

const Shortcuts = Extension.create({
  name: "shortcuts",
  addKeyboardShortcuts() {
    const paragraph = ({ editor }) => editor.commands.setParagraph();
    return { "Mod-Alt-0": paragraph, "Mod-,": ({ editor }) => editor.commands.toggleSubscript() };
  },
});

/** The extensions of a section's editor. */
export function sectionExtensions(setup) {
  return [
    Document,
    Text,
    AlignedParagraph,
    Heading.configure({ levels: [3, 4] }),
    Bullets,
    Numbers,
    Item,
    Quote,
    Box,
    HardBreak,
    ...tableNodes,
    ...pictureNodes(setup),
    note(setup),
    citation(setup),
    ...marks,
    UndoRedo,
    Dropcursor,
    Gapcursor,
    Shortcuts,
    Placeholder.configure({ placeholder: ({ node }) => placeholderOf(node, setup.words), showOnlyCurrent: false, includeChildren: true }),
  ];
}

function placeholderOf(node, words) {
  const said = { caption: words.captionHere, credit: words.creditHere };
  return said[node.type.name] || "";
}
