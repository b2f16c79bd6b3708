// Builds DOM elements. Text is always inserted as text, never as markup, because people wrote it.

/**
 * @param {string} name
 * @param {Record<string, string|boolean|null|undefined|EventListener>} [attributes] a function becomes a listener; false and null are skipped
 * @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * A URL that is safe to open: http, https or relative. Null for anything else.
 * @param {string|undefined} url
 * @returns {string|null}
 */
export function safeUrl(url) {
  if (!url) return null;
  try {
    const { protocol } = new URL(url, document.baseURI);
    return protocol === 'https:' || protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}
