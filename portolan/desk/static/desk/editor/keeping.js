// What this browser keeps of a text that the server does not have yet: by account, section and language, so that
// another account on the same machine is never offered it.

const PREFIX = "portolan.text.";
const OLDEST = 30 * 24 * 3600 * 1000;

const keyOf = ({ user, section, language }) => `${PREFIX}${user}.${section}.${language}`;

/** Keep a text here; false when the browser refuses (full, or forbidden). */
export function keepHere(setup, html, base) {
  try {
    localStorage.setItem(keyOf(setup), JSON.stringify({ html, base, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

/** What is kept here for this section, or null. */
export function keptHere(setup) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(setup)));
  } catch {
    return null;
  }
}

export function forgetHere(setup) {
  try {
    localStorage.removeItem(keyOf(setup));
  } catch {
    // Nothing could be kept, so nothing is there.
  }
}

/** Call `tell` when another window of this browser types in the same text: what is typed last is the draft. */
export function watchOthers(setup, tell) {
  addEventListener("storage", ({ key, newValue }) => key === keyOf(setup) && newValue && tell());
}

/** Forget what was kept a month ago and never fetched. */
export function forgetOld() {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      const { at } = JSON.parse(localStorage.getItem(key)) || {};
      if (!at || Date.now() - at > OLDEST) localStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing has nothing old.
  }
}
