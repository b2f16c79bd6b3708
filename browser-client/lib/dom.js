// Builds elements. Text is always text: nothing that people wrote is ever markup here.

/**
 * @param {string} name
 * @param {Record<string, string|boolean|null|undefined|EventListener>} [attributes] a function is a listener, false or null none
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
 * A URL that may be followed: http, https or relative. Anything else is none.
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
