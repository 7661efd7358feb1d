// A table stands in a figure with its caption. Tables are edited by prosemirror-tables; here only what the format asks.

import { Extension, Node, Table, TableCell, TableHeader, TableRow, pm } from "django-prose-editor/editor";

const spans = (name) => ({
  default: 1,
  parseHTML: (element) => Number.parseInt(element.getAttribute(name), 10) || 1,
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});
const cellAttributes = () => ({ colspan: spans("colspan"), rowspan: spans("rowspan") });

const Cell = TableCell.extend({ content: "flow+", addAttributes: cellAttributes });
const Header = TableHeader.extend({ content: "flow+", addAttributes: cellAttributes });

export const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
  addKeyboardShortcuts() {
    return { Enter: ({ editor }) => afterCaption(editor) };
  },
});

// Enter in a caption goes on: into the table's first cell, the picture's credit, or the text after.
function afterCaption(editor) {
  const { $from } = editor.state.selection;
  const name = $from.parent.type.name;
  if (name !== "caption" && name !== "credit") return false;
  const last = $from.indexAfter(-1) === $from.node(-1).childCount;
  if (last) return paragraphAfter(editor, $from.after(-1));
  const next = pm.state.Selection.near(editor.state.doc.resolve($from.after() + 1), 1);
  editor.view.dispatch(editor.state.tr.setSelection(next).scrollIntoView());
  return true;
}

function paragraphAfter(editor, at) {
  const next = editor.state.doc.nodeAt(at);
  if (next?.isTextblock) return editor.commands.setTextSelection(at + 1);
  return editor.chain().insertContentAt(at, { type: "paragraph" }).setTextSelection(at + 1).run();
}

const Grid = Table.extend({
  group: "grid",
  addNodeView: null,
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableFigure:
        ({ rows, columns, head, side }) =>
        ({ chain, state }) => {
          const at = state.selection.from;
          return chain()
            .insertContent(figureOf({ rows, columns, head, side }))
            .command(({ tr }) => {
              let found = null;
              tr.doc.nodesBetween(Math.max(0, at - 1), tr.doc.content.size, (node, place) => {
                if (found === null && node.type.name === "caption") found = place;
                return found === null;
              });
              if (found !== null) tr.setSelection(pm.state.TextSelection.create(tr.doc, found + 1));
              return true;
            })
            .run();
        },
      // The figure goes with its table, or a caption of nothing would stay.
      deleteTable: () => ({ state, dispatch }) => deleteFigure(state, dispatch, "tableFigure"),
    };
  },
});

function figureOf({ rows, columns, head, side }) {
  const cell = (row, column) => ({
    type: (head && row === 0) || (side && column === 0) ? "tableHeader" : "tableCell",
    content: [{ type: "paragraph" }],
  });
  const line = (row) => ({ type: "tableRow", content: Array.from({ length: columns }, (_, column) => cell(row, column)) });
  const table = { type: "table", content: Array.from({ length: rows }, (_, row) => line(row)) };
  return { type: "tableFigure", content: [{ type: "caption" }, table] };
}

/** Delete the figure of a kind the selection stands in. */
export function deleteFigure(state, dispatch, kind) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name !== kind) continue;
    dispatch?.(state.tr.delete($from.before(depth), $from.after(depth)).scrollIntoView());
    return true;
  }
  return false;
}

const TableFigure = Node.create({
  name: "tableFigure",
  group: "block figure",
  content: "caption table",
  isolating: true,
  defining: true,
  parseHTML: () => [{ tag: "figure.table" }],
  renderHTML: () => ["figure", { class: "table" }, 0],
});

// After a table or picture at the very end there must be a place to go on writing; it is not part of the text.
const RoomAfter = Extension.create({
  name: "roomAfter",
  addKeyboardShortcuts() {
    return {
      "Mod-Enter": ({ editor }) => {
        const { $from } = editor.state.selection;
        return paragraphAfter(editor, $from.after(1));
      },
    };
  },
});

export const tableNodes = [TableFigure, Caption, Grid, TableRow, Header, Cell, RoomAfter];
