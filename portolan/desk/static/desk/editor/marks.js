// Marks inside a line: links, words in another language, bold, italic, sub- and superscript.

import { Bold, Italic, Mark, Subscript, Superscript } from "django-prose-editor/editor";

const ADDRESS = /^(https?:|mailto:|to:[a-z.]+:)/i;
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

/** The direction of a language's letters. */
export const directionOf = (language) => (RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr");

/** True for what a link may lead to: the web, a mail address, a thing of this site. */
export const isAddress = (address) => ADDRESS.test(address);

const Link = Mark.create({
  name: "link",
  priority: 300,
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (element) => isAddress(element.getAttribute("href")) && null }],
  renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href }, 0],
});

// Words in another language than the text: read aloud and laid out as theirs.
const Foreign = Mark.create({
  name: "foreign",
  priority: 200,
  addAttributes: () => ({
    lang: { default: null, parseHTML: (element) => element.getAttribute("lang") },
  }),
  parseHTML: () => [{ tag: "span[lang]" }, { tag: "bdi[lang]" }],
  renderHTML: ({ HTMLAttributes: { lang } }) => ["span", { lang, dir: directionOf(lang) }, 0],
});

/** All marks, the outermost first. */
export const marks = [Link, Foreign, Bold, Italic, Subscript, Superscript];
