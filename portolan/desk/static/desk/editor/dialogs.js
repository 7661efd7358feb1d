// Dialogs: the browser's own `<dialog>`, filled in here. Each asks a few things and gives them back, or nothing.

let count = 0;

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") element.textContent = value;
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

/** A field with its label; `field.input` is what one types into. */
export function field(label, attributes = {}, help = "") {
  const id = `editor-field-${(count += 1)}`;
  const { options, ...rest } = attributes;
  const input = options
    ? make("select", { id }, ...options.map(([value, text]) => make("option", { value, text, selected: value === rest.value })))
    : make("input", { id, type: "text", autocomplete: "off", ...rest });
  const isBox = rest.type === "checkbox";
  const name = make("label", { for: id, text: label });
  const holder = isBox
    ? make("div", { class: "field" }, make("label", { class: "choice", for: id }, input, make("span", { text: label })))
    : make("div", { class: "field" }, name, ...(help ? [make("span", { class: "help", id: `${id}-help`, text: help })] : []), input);
  if (help) input.setAttribute("aria-describedby", `${id}-help`);
  holder.input = input;
  return holder;
}

/**
 * Ask in a dialog. `parts` are elements; `actions` a list of {words, kind, value}: `value()` gives what the dialog
 * answers, or a promise of it; nothing keeps it open. Resolves to null when it was closed.
 */
export function ask(title, parts, actions, words) {
  const id = `editor-dialog-${(count += 1)}`;
  const trouble = make("p", { class: "errors", role: "alert", hidden: true });
  const row = make("p", { class: "row" });
  const form = make("form", { method: "dialog", class: "stack" }, make("h2", { id, class: "t-l", text: title }), trouble, ...parts, row);
  const dialog = make("dialog", { class: "editor-dialog", "aria-labelledby": id }, form);
  const say = (what) => {
    trouble.textContent = what;
    trouble.hidden = !what;
  };
  document.body.append(dialog);
  return new Promise((done) => {
    let answer = null;
    const take = async (action) => {
      const given = await action.value(say);
      if (given === undefined) return;
      answer = given;
      dialog.close();
    };
    dialog.take = take;
    actions.forEach((action, index) => {
      const kind = action.kind || (index ? "" : "main");
      const button = make("button", { class: `btn ${kind}`.trim(), type: index ? "button" : "submit", text: action.words });
      if (index) button.addEventListener("click", () => take(action));
      row.append(button);
    });
    const cancel = make("button", { class: "btn quiet", type: "button", text: words.cancel });
    cancel.addEventListener("click", () => dialog.close());
    row.append(cancel);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (actions.length) take(actions[0]);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(answer);
    });
    dialog.showModal();
  });
}

/**
 * A search among things of the site: a field and what answers it, as buttons. `choose(row)` is called with the one
 * taken; rows are {key, label, kind} as the address gives them.
 */
export function chooser(label, address, words, choose) {
  const search = field(label, { type: "search", maxlength: 100 });
  const said = make("p", { class: "small muted", role: "status" });
  const list = make("ul", { class: "found" });
  let timer = 0;
  let asked = 0;
  const show = (rows) => {
    said.textContent = rows.length ? "" : words.nothingFound;
    list.replaceChildren(...rows.map((row) => {
      const button = make("button", { type: "button", dir: "auto" }, make("b", { text: row.label }), make("span", { class: "small muted", text: row.kind }));
      button.addEventListener("click", () => choose(row));
      return make("li", {}, button);
    }));
  };
  const look = async () => {
    const mine = (asked += 1);
    const question = search.input.value.trim();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(question)}`, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (mine !== asked) return;
      if (answer.ok) show((await answer.json()).rows);
      else said.textContent = answer.type === "opaqueredirect" ? words.expired : words.notTaken;
    } catch {
      if (mine === asked) said.textContent = words.noConnection;
    }
  };
  search.input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  search.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(timer);
    look();
  });
  const holder = make("div", { class: "stack-s" }, search, said, list);
  holder.look = look;
  return holder;
}

export { make };
