// Instants as relative times, for people.

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/**
 * @param {string|undefined} instant RFC 3339
 * @param {string} locale
 * @param {number} [now] ms
 * @returns {string} "now", "5 min. ago"; after a week the date
 */
export function ago(instant, locale, now = Date.now()) {
  if (!instant) return '';
  const then = Date.parse(instant);
  const seconds = Math.round((now - then) / 1000);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  if (seconds < 45) return relative.format(0, 'second');
  if (seconds > 7 * 86_400) {
    return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(then);
  }
  for (const [unit, length] of STEPS) {
    if (seconds >= length || unit === 'minute') return relative.format(-Math.max(1, Math.round(seconds / length)), unit);
  }
  return '';
}
