// Icons as SVG paths in a 24 × 24 box, drawn in the current colour.

/** @type {Record<string, string>} */
const PATHS = {
  bell: 'M6 9.5a6 6 0 0 1 12 0v3.2c0 .7.2 1.3.6 1.8l1 1.3c.8 1 .1 2.2-1.1 2.2h-13c-1.2 0-1.9-1.2-1.1-2.2l1-1.3c.4-.5.6-1.1.6-1.8ZM9.7 20.8a2.5 2.5 0 0 0 4.6 0M12 3.5V2.5',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M4 12.5 9.5 18 20 6.5',
  checks: 'M2 12.5 6.5 17 15 7.5M11 15.5 12.5 17 22 7.5',
  dot: 'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z',
  archive: 'M4 5h16v4H4zM5.5 9v9.5a1.5 1.5 0 0 0 1.5 1.5h10a1.5 1.5 0 0 0 1.5-1.5V9M10 13h4',
  assignment: 'M9 4h6v3H9zM9 5.5H6.5A1.5 1.5 0 0 0 5 7v12a1.5 1.5 0 0 0 1.5 1.5h11A1.5 1.5 0 0 0 19 19V7a1.5 1.5 0 0 0-1.5-1.5H15M9 13.5l2.2 2.2L15.5 11',
  comment: 'M5.5 4.5h13A1.5 1.5 0 0 1 20 6v9a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 4v-4h-2A1.5 1.5 0 0 1 4 15V6a1.5 1.5 0 0 1 1.5-1.5Z',
  milestone: 'm12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8Z',
  membership: 'M9.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c0-3.5 2.5-6 6.5-6s6.5 2.5 6.5 6M18.5 8v6M15.5 11h6',
  release: 'M3.5 12.5 12 4h7v7l-8.5 8.5ZM15.5 7.5v.01',
  security: 'M12 3.5 5 6v6c0 4.2 2.9 7.2 7 8.5 4.1-1.3 7-4.3 7-8.5V6ZM12 8.5v4M12 15.5v.01',
  build: 'M14.5 4.5a5 5 0 0 0-4.7 6.7L4 17v3h3l5.8-5.8a5 5 0 0 0 6.5-6.2l-3 3-2.7-.6-.6-2.7 3-3a5 5 0 0 0-1.5-.2Z',
  other: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 11v5M12 8v.01',
};

/** Other names that categories may use for icons. @type {Record<string, string>} */
const ALIASES = { person: 'assignment', chat: 'comment', shield: 'security', gear: 'build', tag: 'release', people: 'membership', star: 'milestone' };

/**
 * @param {string} name of an icon or a category; an unknown name gets the icon of `other`
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name] ?? PATHS[ALIASES[name] ?? 'other'] ?? '');
  svg.append(path);
  return svg;
}
