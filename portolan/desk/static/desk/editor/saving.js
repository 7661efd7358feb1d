// What is typed reaches this browser at once and the server at every pause, as a draft only its writer sees; "Save"
// makes the version everybody reads. Whatever fails on the way is said, and the text stays here until it is through.

import { forgetHere, keepHere } from "portolan/editor/keeping.js";

const PAUSE_MS = 1500;
const AT_MOST_MS = 15000;
const AGAIN_MS = 20000;
const PATIENCE_MS = 25000;
// The most a browser sends while a page is being left.
const LAST_WORDS = 60000;

export class Saving {
  /** `read()` gives the text; `say(state, words)` shows how it stands; `saved(answer)` follows a saved version. */
  constructor(setup, { read, say, saved }) {
    Object.assign(this, { setup, read, say, saved });
    this.base = setup.base;
    this.token = setup.token;
    this.isDirty = false;
    this.busy = null;
    addEventListener("online", () => this.isDirty && this.keep());
    addEventListener("pagehide", () => this.#lastWords());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#lastWords() : this.isDirty && this.keep()));
    addEventListener("beforeunload", (event) => {
      if (this.isDirty && !this.isHere) event.preventDefault();
    });
  }

  /** Something was typed. */
  changed() {
    this.isDirty = true;
    this.version = (this.version || 0) + 1;
    this.isHere = keepHere(this.setup, this.read(), this.base);
    const now = Date.now();
    this.since ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), Math.max(0, Math.min(PAUSE_MS, this.since + AT_MOST_MS - now)));
  }

  /** Send the draft; one at a time. */
  async keep() {
    clearTimeout(this.timer);
    if (this.busy) return this.busy;
    this.since = 0;
    this.busy = this.#keep().finally(() => (this.busy = null));
    return this.busy;
  }

  async #keep() {
    const { version } = this;
    const answer = await this.#send(this.setup.addresses.draft, { html: this.read(), base: this.base });
    if (answer.kind !== "ok") return this.#failed(answer);
    if (version === this.version) {
      this.isDirty = false;
      forgetHere(this.setup);
    } else this.changed();
    this.say("draft", answer);
    return answer;
  }

  /** Make a version of the text, `more` being what is said of it; gives what the server answered. */
  async save(more) {
    await this.busy;
    clearTimeout(this.timer);
    const html = this.read();
    keepHere(this.setup, html, this.base);
    this.say("saving", {});
    const { version } = this;
    const answer = await this.#send(this.setup.addresses.write, { html, base: this.base, ...more });
    if (answer.kind === "stale") {
      // The server has the text as a draft: the page of both versions takes it from there.
      forgetHere(this.setup);
      this.isDirty = false;
      location.assign(answer.address);
    } else if (answer.kind === "ok") {
      this.base = answer.base;
      this.isDirty = version !== this.version;
      if (!this.isDirty) forgetHere(this.setup);
      if (answer.leads) location.assign(answer.leads);
      this.saved(answer);
      this.say("saved", answer);
      if (this.isDirty) this.changed();
    } else {
      this.isDirty = true;
      this.#failed(answer);
    }
    return answer;
  }

  /** Forget what is typed, here and on the server. */
  async drop() {
    await this.busy;
    clearTimeout(this.timer);
    const answer = await this.#send(this.setup.addresses.drop, {});
    if (answer.kind !== "ok") return void this.#failed(answer);
    forgetHere(this.setup);
    this.isDirty = false;
    location.assign(this.setup.addresses.write);
  }

  #failed(answer) {
    this.isHere = keepHere(this.setup, this.read(), this.base);
    this.say(this.isHere ? answer.kind : "lost", answer);
    if (answer.kind !== "refused") this.timer = setTimeout(() => this.keep(), AGAIN_MS);
    return answer;
  }

  async #send(address, body, again = true) {
    const answer = await this.#post(address, body);
    // A page left open outlives its token: signing in elsewhere gives a new one, and the text goes on its way.
    if (answer.kind !== "forbidden") return answer;
    const renewed = await this.#renew();
    return renewed.kind === "ok" && again ? this.#send(address, body, false) : { ...renewed, kind: renewed.kind === "ok" ? "refused" : renewed.kind };
  }

  async #post(address, body) {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token };
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      return understood(await fetch(address, { method: "POST", redirect: "manual", headers, body: JSON.stringify(body), signal }));
    } catch {
      return { kind: "offline" };
    }
  }

  async #renew() {
    try {
      const answer = await understood(await fetch(this.setup.addresses.draft, { redirect: "manual", headers: { Accept: "application/json" } }));
      if (answer.kind !== "ok") return answer.kind === "forbidden" ? { kind: "refused" } : answer;
      if (answer.user !== this.setup.user) return { kind: "refused", words: this.setup.words.otherAccount };
      this.token = answer.token;
      this.setup.token = answer.token;
      return answer;
    } catch {
      return { kind: "offline" };
    }
  }

  #lastWords() {
    if (!this.isDirty) return;
    const body = JSON.stringify({ html: this.read(), base: this.base });
    if (body.length * 2 > LAST_WORDS) return;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    fetch(this.setup.addresses.draft, { method: "POST", redirect: "manual", keepalive: true, headers, body }).catch(() => null);
  }
}

async function understood(response) {
  if (response.type === "opaqueredirect") return { kind: "expired" };
  if (response.status === 403) return { kind: "forbidden" };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const given = isJson ? await response.json() : {};
  if (response.ok) return { ...given, kind: "ok" };
  if (response.status === 409) return { ...given, kind: "stale" };
  // The server says in words what is wrong with the text (too long, the section is gone): sending it again is no use.
  if (isJson && given.error) return { kind: "refused", words: given.error };
  return { kind: response.status === 404 || response.status === 413 ? "refused" : "busy" };
}
