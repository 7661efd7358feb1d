// A picture in a figure: the picture, its words for those who do not see it, a caption, a credit.

import { Node } from "django-prose-editor/editor";

const KEPT = /^picture:[0-9a-f]{64}$/;

const Picture = Node.create({
  name: "picture",
  group: "block figure",
  content: "image caption credit",
  isolating: true,
  defining: true,
  parseHTML: () => [{ tag: "figure.picture" }],
  renderHTML: () => ["figure", { class: "picture" }, 0],
  addCommands() {
    return {
      insertPicture:
        ({ digest, alt, credit }) =>
        ({ chain }) => {
          const words = credit ? [{ type: "text", text: credit }] : [];
          const content = [
            { type: "image", attrs: { src: `picture:${digest}`, alt } },
            { type: "caption" },
            { type: "credit", content: words },
          ];
          return chain().insertContent({ type: "picture", content }).run();
        },
    };
  },
});

const Credit = Node.create({
  name: "credit",
  content: "text*",
  marks: "",
  isolating: true,
  parseHTML: () => [{ tag: "figure.picture > small" }],
  renderHTML: () => ["small", 0],
});

const image = (setup) =>
  Node.create({
    name: "image",
    atom: true,
    selectable: false,
    draggable: false,
    addAttributes: () => ({
      src: { default: null, parseHTML: (element) => element.getAttribute("src") },
      alt: { default: "", parseHTML: (element) => element.getAttribute("alt") || "" },
    }),
    parseHTML: () => [{ tag: "img[src]", getAttrs: (element) => KEPT.test(element.getAttribute("src")) && null }],
    renderHTML: ({ node }) => ["img", { src: node.attrs.src, alt: node.attrs.alt }],
    addNodeView() {
      return ({ node, editor, getPos }) => imageView(node, editor, getPos, setup);
    },
  });

function imageView(node, editor, getPos, setup) {
  const dom = document.createElement("div");
  dom.className = "picture-shown";
  dom.contentEditable = "false";
  const shown = document.createElement("img");
  shown.src = setup.addresses.picture.replace("DIGEST", node.attrs.src.slice(8));
  shown.alt = node.attrs.alt;
  const label = document.createElement("label");
  label.append(setup.words.alternative);
  const field = document.createElement("input");
  field.type = "text";
  field.maxLength = 500;
  field.value = node.attrs.alt;
  field.dir = setup.direction;
  field.lang = setup.language;
  field.addEventListener("input", () => {
    editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "alt", field.value));
  });
  label.append(field);
  dom.append(shown, label);
  return {
    dom,
    stopEvent: (event) => dom.contains(event.target) && event.target === field,
    ignoreMutation: () => true,
    update(next) {
      if (next.type.name !== "image" || next.attrs.src !== node.attrs.src) return false;
      shown.alt = next.attrs.alt;
      if (field.value !== next.attrs.alt) field.value = next.attrs.alt;
      return true;
    },
  };
}

export const pictureNodes = (setup) => [Picture, image(setup), Credit];

/** Send a picture, saying how far it is; gives `{digest}` or `{error}` in the reader's words. */
export function sendPicture(file, setup, progress) {
  return new Promise((done) => {
    const body = new FormData();
    body.append("picture", file);
    const request = new XMLHttpRequest();
    request.open("POST", setup.addresses.pictures);
    request.setRequestHeader("X-CSRFToken", setup.token);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 413) done({ error: setup.words.tooLarge });
      else if (answer?.digest || answer?.error) done(answer);
      else done({ error: request.responseURL.includes(setup.addresses.pictures) ? setup.words.notTaken : setup.words.expired });
    });
    request.addEventListener("error", () => done({ error: setup.words.offlinePicture }));
    request.send(body);
  });
}
