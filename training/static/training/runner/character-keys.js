const SETTING = "attune-character-keys";
const OFF = "off";

/** Whether keys such as C and 1 act by themselves: people who speak their input must be able to switch them off. */
export function characterKeysOn() {
  try {
    return localStorage.getItem(SETTING) !== OFF;
  } catch {
    return true; // storage is blocked
  }
}

/** @param {boolean} on  kept in this browser, where storage is allowed */
export function setCharacterKeys(on) {
  try {
    if (on) localStorage.removeItem(SETTING);
    else localStorage.setItem(SETTING, OFF);
  } catch {
    // Without storage the keys stay on; the dialog shows that on its next opening.
  }
}
