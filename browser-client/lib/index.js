export { backoff } from './backoff.js';
export { CarillonClient } from './client.js';
export { CarillonInbox } from './inbox.js';
export { CarillonError } from './rest.js';
export { InboxStore } from './store.js';
