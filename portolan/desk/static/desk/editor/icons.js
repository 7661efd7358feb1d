// The icons of the bar, drawn on 20 x 20 with one stroke. Those that point forward are mirrored in right-to-left pages.

const PATHS = {
  heading: "M4 4v12M12 4v12M4 10h8M15 12l2-1.5V16",
  subheading: "M4 6v9M10 6v9M4 10.5h6M13 11.5c0-2 3.4-2 3.4 0 0 1.4-3.4 2.4-3.4 3.9h3.6",
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
  italic: "M8 4h6M6 16h6M11 4 9 16",
  superscript: "M4 7l7 9M11 7l-7 9M14 4.5c0-1.8 3-1.8 3 0C17 6 14 6.4 14 8h3",
  subscript: "M4 4l7 9M11 4l-7 9M14 13.5c0-1.8 3-1.8 3 0 0 1.5-3 1.9-3 3.5h3",
  bullets: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  numbers: "M8.5 5H17M8.5 10H17M8.5 15H17M3 4l1.2-.8V7M3 12.6c0-1.6 2.4-1.6 2.4 0 0 1-2.4 1.6-2.4 3h2.6",
  quote: "M4 5v10M8 6h9M8 10h9M8 14h6",
  align: "M4 5h12M7 10h6M5 15h10",
  foreign: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c-4 4-4 10 0 14M10 3c4 4 4 10 0 14",
  undo: "M4 8h8a4 4 0 0 1 0 8H8M4 8l3.5-3.5M4 8l3.5 3.5",
  redo: "M16 8H8a4 4 0 0 0 0 8h4M16 8l-3.5-3.5M16 8l-3.5 3.5",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  note: "M4 6h8M4 10h6M4 14h8M15.5 7.5V3.2L14 4.2",
  source: "M5 3h8a2 2 0 0 1 2 2v12H7a2 2 0 0 1-2-2zM5 15a2 2 0 0 1 2-2h8M8 6.5h4",
  box: "M3 4h14v12H3zM6 8h8M6 11.5h5",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M9 4v12",
  picture: "M3 4h14v12H3zM3 14l4-4 3 3 3-3.5 4 4.5M12.5 7.5h.01",
  rowBefore: "M3 11h14v5H3zM10 3v5M7.5 5.5h5",
  rowAfter: "M3 4h14v5H3zM10 12v5M7.5 14.5h5",
  rowDelete: "M3 7h14v6H3zM8 10h4",
  columnBefore: "M11 3h5v14h-5zM3 10h5M5.5 7.5v5",
  columnAfter: "M4 3h5v14H4zM12 10h5M14.5 7.5v5",
  columnDelete: "M7 3h6v14H7zM8.5 10h3",
  headRow: "M3 4h14v12H3zM3 8.5h14M3 6h14M8 8.5V16",
  headColumn: "M3 4h14v12H3zM8 4v12M5.5 4v12M8 10h9",
  merge: "M3 4h14v12H3zM6 10h3M14 10h-3M7.5 8.5 9 10l-1.5 1.5M12.5 8.5 11 10l1.5 1.5",
  split: "M3 4h14v12H3zM10 4v12M6.5 8.5 5 10l1.5 1.5M13.5 8.5 15 10l-1.5 1.5",
  tableDelete: "M3 4h14v12H3zM7 7.5l6 5M13 7.5l-6 5",
};
const MIRRORED = new Set(["bullets", "numbers", "quote", "undo", "redo", "columnBefore", "columnAfter", "note", "headColumn"]);

/** The icon of a tool as an SVG element, hidden from those who listen. */
export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  if (MIRRORED.has(name)) drawing.classList.add("turns");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", PATHS[name]);
  drawing.append(line);
  return drawing;
}
