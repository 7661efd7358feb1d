// A citation: one of the sources on record, with where in it. It stands in the text as "(INS, 2020, p. 12)".

import { Node } from "django-prose-editor/editor";

/** "(publisher, year, locator)" as it will be shown; the bare code where the source is not known here. */
export function sayCitation({ source, locator }, { sources, direction }) {
  const short = sources[source] || source;
  return `(${locator ? `${short}${direction === "rtl" ? "، " : ", "}${locator}` : short})`;
}

export const citation = (setup) =>
  Node.create({
    name: "citation",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({
      source: { default: null, parseHTML: (element) => element.dataset.source },
      locator: { default: null, parseHTML: (element) => element.dataset.locator || null },
    }),
    parseHTML: () => [{ tag: "cite[data-source]" }],
    renderHTML({ node }) {
      const { source, locator } = node.attrs;
      return ["cite", locator ? { "data-source": source, "data-locator": locator } : { "data-source": source }];
    },
    renderText: ({ node }) => sayCitation(node.attrs, setup),
    addNodeView() {
      return ({ node }) => {
        const dom = document.createElement("span");
        dom.className = "cite";
        dom.dir = "auto";
        dom.textContent = sayCitation(node.attrs, setup);
        return { dom, ignoreMutation: () => true };
      };
    },
  });
