// Texts of the components by locale. `%s` is replaced by a value.

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
    empty_title: 'All caught up',
    empty_text: 'New notifications appear here.',
    error_title: "Couldn't load notifications",
    error_text: 'Check your connection and try again.',
    retry: 'Try again',
    reconnecting: 'Reconnecting…',
    polling: 'No live connection. Checking every 30 seconds.',
    refused: 'You are signed out. Reload the page to sign in.',
    arrived: 'New: %s',
    failed: "Couldn't save; change undone",
    end: 'No more notifications',
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
    empty_title: 'Alles gelesen',
    empty_text: 'Neue Mitteilungen erscheinen hier.',
    error_title: 'Mitteilungen konnten nicht geladen werden',
    error_text: 'Prüfe deine Verbindung und versuche es noch einmal.',
    retry: 'Erneut versuchen',
    reconnecting: 'Verbindung wird wiederhergestellt…',
    polling: 'Keine Live-Verbindung. Neue Mitteilungen werden alle 30 Sekunden abgerufen.',
    refused: 'Du bist abgemeldet. Lade die Seite neu, um dich anzumelden.',
    arrived: 'Neu: %s',
    failed: 'Speichern fehlgeschlagen, Änderung rückgängig gemacht',
    end: 'Keine weiteren Mitteilungen',
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
