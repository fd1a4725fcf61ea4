/**
 * Make an element. Strings become text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string|number|boolean|Function|null|undefined>} [attributes]  `text` sets the text, functions
 *   listen (`onclick`), true is an attribute without value, false and null leave it out
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, { text, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  if (text !== undefined) node.textContent = text;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * @param {string} text
 * @param {() => void} onclick
 * @param {string} [kind]  further classes: "button-primary", "button-quiet"
 */
export function button(text, onclick, kind = "") {
  return element("button", { type: "button", class: `button ${kind}`.trim(), text, onclick });
}

let ids = 0;

/** @returns {string} an id that no other element has */
export function freshId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}
