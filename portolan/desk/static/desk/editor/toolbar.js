// A bar of tools: one stop of the Tab key, arrows inside, each button says whether it is on and which keys do the same.

import { icon } from "portolan/editor/icons.js";

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

const sayKeys = (keys) => (isMac ? keys.replace("Mod", "⌘").replace("Alt", "⌥").replace("Shift", "⇧").replaceAll("+", "") : keys.replace("Mod", "Ctrl"));
const ariaKeys = (keys) => keys.replace("Mod", isMac ? "Meta" : "Control");

export class Toolbar {
  constructor(element, editor, groups, setup, actions) {
    Object.assign(this, { element, editor, setup, actions });
    element.setAttribute("role", "toolbar");
    element.replaceChildren();
    this.buttons = groups.flatMap((tools) => this.#group(tools));
    this.buttons.forEach(({ button }, index) => (button.tabIndex = index ? -1 : 0));
    this.onKey = (event) => this.#move(event);
    element.addEventListener("keydown", this.onKey);
    this.onChange = () => this.#show();
    editor.on("transaction", this.onChange);
    this.#show();
  }

  /** Put the focus into the bar, where it was last. */
  focus() {
    this.buttons.find(({ button }) => button.tabIndex === 0)?.button.focus();
  }

  destroy() {
    this.element.removeEventListener("keydown", this.onKey);
    this.editor.off("transaction", this.onChange);
    this.element.replaceChildren();
  }

  #group(tools) {
    const group = document.createElement("span");
    group.className = "group";
    this.element.append(group);
    return tools.map((tool) => {
      const button = this.#button(tool);
      group.append(button);
      return { tool, button };
    });
  }

  #button(tool) {
    const [label, word] = this.setup.words.tools[tool.name];
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.tool = tool.name;
    button.append(icon(tool.name));
    if (tool.word) button.append(word);
    else button.setAttribute("aria-label", label);
    button.dataset.tip = tool.keys ? `${label} · ${sayKeys(tool.keys)}` : label;
    if (tool.keys) button.setAttribute("aria-keyshortcuts", ariaKeys(tool.keys));
    if (tool.active) button.setAttribute("aria-pressed", "false");
    // The text keeps its selection while the mouse is on the bar.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") tool.run(this.editor, this.actions);
    });
    return button;
  }

  #show() {
    for (const { tool, button } of this.buttons) {
      if (tool.active) button.setAttribute("aria-pressed", String(tool.active(this.editor)));
      if (tool.enabled) button.setAttribute("aria-disabled", String(!tool.enabled(this.editor)));
    }
  }

  #move(event) {
    const all = this.buttons.map(({ button }) => button);
    const here = all.indexOf(document.activeElement);
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const to = { [forward]: here + 1, [backward]: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") this.editor.commands.focus();
    if (here < 0 || to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    all.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  }
}
