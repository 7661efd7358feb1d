// What is selected in the text becomes the passage of the remark. Without this script the passage is copied by hand.
const text = document.getElementById("text");
const form = document.querySelector("[data-remark-form] form");

const BEFORE = 120;

function before(range) {
  const start = document.createRange();
  start.setStart(text, 0);
  start.setEnd(range.startContainer, range.startOffset);
  return words(start).slice(-BEFORE);
}

// The marks of notes are numbers of the page, not words of the text.
function words(range) {
  const part = range.cloneContents();
  for (const mark of part.querySelectorAll(".note-mark")) mark.remove();
  return part.textContent;
}

// Three clicks on a last paragraph select up to what follows the text: only what lies in it counts.
function within(selected) {
  const range = selected.cloneRange();
  if (!text.contains(range.startContainer)) range.setStart(text, 0);
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  return range;
}

function take() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const selected = selection.getRangeAt(0);
  if (!selected.intersectsNode(text)) return;
  const range = within(selected);
  if (!words(range).trim()) return;
  form.elements.quote.value = words(range).trim().slice(0, 2000);
  form.elements.before.value = before(range);
}

if (text && form) document.addEventListener("selectionchange", take);
