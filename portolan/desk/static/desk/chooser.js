// A text field that proposes what is called so while one types: the combobox of the ARIA Authoring Practices, with a
// list that is never chosen from by itself. Without this script the form asks again when what was typed means several.
const PAUSE = 150;
let number = 0;

class Chooser {
  constructor(root) {
    this.root = root;
    this.many = "multiple" in root.dataset;
    this.input = root.querySelector("input[type=text]");
    this.key = root.querySelector("input[type=hidden]");
    this.active = -1;
    this.asked = 0;
    this.build();
    this.listen();
  }

  build() {
    this.list = document.createElement("ul");
    this.list.id = `proposals-${(number += 1)}`;
    this.list.className = "proposals";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    const label = this.root.ownerDocument.querySelector(`label[for="${this.input.id}"]`);
    this.list.setAttribute("aria-label", label ? label.textContent.trim() : this.input.name);
    this.said = document.createElement("span");
    this.said.className = "sr";
    this.said.setAttribute("role", "status");
    this.input.after(this.list, this.said);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", this.list.id]]) this.input.setAttribute(name, value);
    this.kept = this.input.value;
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("click", () => this.isOpen || this.ask());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that a click on a proposal does not close the list first.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  get options() {
    return [...this.list.children];
  }

  typed() {
    if (!this.many) this.key.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.timer);
    const turn = (this.asked += 1);
    const address = new URL(this.root.dataset.address, location.href);
    const words = this.input.value.trim();
    // What is chosen already hides nothing of the list.
    address.searchParams.set("q", !this.many && this.key.value ? "" : words);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (turn === this.asked && document.activeElement === this.input) this.show(found, words);
    } catch {
      this.close(); // the form still finds what was typed
    }
  }

  show({ options, said }, words) {
    // What somebody reached with the arrows stays reached when a later answer brings it again.
    const held = this.options[this.active]?.dataset.value;
    this.list.replaceChildren(...options.map((option, place) => this.option(option, place)));
    this.said.textContent = said;
    this.list.dataset.answers = words;
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.mark(this.options.findIndex((option) => option.dataset.value === held));
  }

  option({ value, label, lang, dir, note }, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.value = value;
    const name = document.createElement("span");
    name.textContent = label;
    name.dir = dir;
    if (lang) name.lang = lang;
    item.append(name);
    if (note) {
      const more = document.createElement("span");
      more.className = "help";
      more.textContent = note;
      item.append(" ", more);
    }
    return item;
  }

  mark(place) {
    this.active = place;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = this.options[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    return option.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const count = this.options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.isOpen) this.ask();
    else if (step) this.mark(this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count);
    else if (event.key === "Enter" && this.isOpen && this.active >= 0) this.choose(this.options[this.active]);
    else if (event.key === "Escape" && this.isOpen) this.close();
    else return;
    event.preventDefault();
  }

  choose(option) {
    const name = option.firstElementChild;
    if (this.many) this.add(option.dataset.value, name);
    else {
      this.key.value = option.dataset.value;
      this.input.value = name.textContent;
    }
    this.root.querySelector(".proposed")?.remove();
    this.root.querySelector(`[name="${this.root.dataset.name}_picked_for"]`)?.remove();
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  add(value, name) {
    const chosen = this.root.querySelector(".chosen");
    let box = chosen.querySelector(`input[value="${CSS.escape(value)}"]`);
    if (!box) {
      const label = document.createElement("label");
      label.className = "choice";
      box = Object.assign(document.createElement("input"), { type: "checkbox", name: this.root.dataset.name, value });
      const words = name.cloneNode(true);
      label.append(box, " ", words);
      chosen.append(label);
    }
    box.checked = true;
    this.input.value = "";
    this.said.textContent = `${name.textContent}. ${this.root.dataset.added}`;
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1; // an answer still under way opens nothing
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

for (const root of document.querySelectorAll("[data-chooser]")) {
  if (!root.chooser) root.chooser = new Chooser(root);
}
