// What the components say, by locale. `%s` is filled in.

/** @type {Record<string, Record<string, string>>} */
const TEXTS = {
  en: {
    title: 'Notifications',
    open: 'Open notifications',
    open_count: 'Open notifications, %s unread',
    close: 'Close',
    all: 'All',
    mark_all: 'Mark all as read',
    mark_read: 'Mark as read',
    mark_unread: 'Mark as unread',
    archive: 'Archive',
    empty_title: 'All quiet',
    empty_text: 'When something needs you, it rings here.',
    error_title: 'That did not load',
    error_text: 'Your notifications are safe; we could not fetch them.',
    retry: 'Try again',
    reconnecting: 'Reconnecting…',
    polling: 'No live connection; checking now and then.',
    refused: 'Signed out. Reload the page to sign in again.',
    arrived: 'New: %s',
    failed: 'That did not work and was taken back.',
    end: 'That is everything.',
    unread: 'unread',
  },
  de: {
    title: 'Mitteilungen',
    open: 'Mitteilungen öffnen',
    open_count: 'Mitteilungen öffnen, %s ungelesen',
    close: 'Schließen',
    all: 'Alle',
    mark_all: 'Alle als gelesen markieren',
    mark_read: 'Als gelesen markieren',
    mark_unread: 'Als ungelesen markieren',
    archive: 'Archivieren',
    empty_title: 'Alles ruhig',
    empty_text: 'Wenn etwas dich braucht, läutet es hier.',
    error_title: 'Das ließ sich nicht laden',
    error_text: 'Deine Mitteilungen sind sicher; wir konnten sie nur nicht holen.',
    retry: 'Noch einmal',
    reconnecting: 'Verbindet neu…',
    polling: 'Keine Live-Verbindung; es wird ab und zu nachgesehen.',
    refused: 'Abgemeldet. Lade die Seite neu, um dich anzumelden.',
    arrived: 'Neu: %s',
    failed: 'Das ging nicht und wurde zurückgenommen.',
    end: 'Das ist alles.',
    unread: 'ungelesen',
  },
};

/**
 * @param {string} locale BCP 47; falls back to its language, then English
 * @returns {(key: string, value?: string|number) => string}
 */
export function texts(locale) {
  const chosen = TEXTS[locale] ?? TEXTS[locale.split('-')[0] ?? ''] ?? TEXTS['en'];
  return (key, value) => (chosen?.[key] ?? key).replace('%s', String(value ?? ''));
}
