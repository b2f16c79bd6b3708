// The styles of <carillon-inbox>. Every colour and length that a product may want to change is a custom property.

export const styles = new CSSStyleSheet();
styles.replaceSync(`
:host {
  --_accent: var(--carillon-accent, #a8530f);
  --_accent-soft: var(--carillon-accent-soft, #fbf0e4);
  --_surface: var(--carillon-surface, #ffffff);
  --_raised: var(--carillon-raised, #f7f5f2);
  --_ink: var(--carillon-ink, #221d19);
  --_ink-soft: var(--carillon-ink-soft, #6b635c);
  --_line: var(--carillon-line, #e8e3dd);
  --_badge: var(--carillon-badge, #c2321f);
  --_radius: var(--carillon-radius, 12px);
  --_width: var(--carillon-width, 420px);
  --_font: var(--carillon-font, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
  color-scheme: light dark;
  display: inline-block;
  font: 400 14px/1.45 var(--_font);
  color: var(--_ink);
}
:host([theme="dark"]) { color-scheme: dark; }
:host([theme="light"]) { color-scheme: light; }
@media (prefers-color-scheme: dark) {
  :host(:not([theme="light"])) {
    --_accent: var(--carillon-accent, #f0a35e);
    --_accent-soft: var(--carillon-accent-soft, #33271c);
    --_surface: var(--carillon-surface, #1b1815);
    --_raised: var(--carillon-raised, #26221e);
    --_ink: var(--carillon-ink, #f3eee8);
    --_ink-soft: var(--carillon-ink-soft, #a89f96);
    --_line: var(--carillon-line, #37322d);
    --_badge: var(--carillon-badge, #e5573f);
  }
}
:host([theme="dark"]) {
  --_accent: var(--carillon-accent, #f0a35e);
  --_accent-soft: var(--carillon-accent-soft, #33271c);
  --_surface: var(--carillon-surface, #1b1815);
  --_raised: var(--carillon-raised, #26221e);
  --_ink: var(--carillon-ink, #f3eee8);
  --_ink-soft: var(--carillon-ink-soft, #a89f96);
  --_line: var(--carillon-line, #37322d);
  --_badge: var(--carillon-badge, #e5573f);
}
* { box-sizing: border-box; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
.list:focus { outline: none; }
button:focus-visible, a:focus-visible, .tab:focus-visible {
  outline: 2px solid var(--_accent); outline-offset: 2px; border-radius: 8px;
}
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; display: block; }
.bell { position: relative; width: 42px; height: 42px; border-radius: 50%; display: grid; place-items: center; transition: background .15s; }
.bell:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
.bell svg { width: 24px; height: 24px; transform-origin: 50% 10%; }
.bell.rings svg { animation: ring .9s ease-in-out; }
@keyframes ring { 0%,100% { rotate: 0deg } 15% { rotate: 14deg } 30% { rotate: -12deg } 45% { rotate: 9deg } 60% { rotate: -6deg } 80% { rotate: 3deg } }
.badge {
  position: absolute; top: 2px; right: 0; min-width: 19px; height: 19px; padding: 0 5px; border-radius: 10px;
  background: var(--_badge); color: #fff; font-size: 11px; font-weight: 650; line-height: 19px; text-align: center;
  box-shadow: 0 0 0 2px var(--carillon-behind-bell, var(--_surface)); font-variant-numeric: tabular-nums;
}
.badge[hidden] { display: none; }
.veil { position: fixed; inset: 0; background: rgb(20 15 10 / .38); opacity: 0; transition: opacity .2s; z-index: var(--carillon-z, 1000); }
.drawer {
  position: fixed; inset: 0 0 0 auto; width: min(var(--_width), 100vw); background: var(--_surface); color: var(--_ink);
  display: flex; flex-direction: column; z-index: calc(var(--carillon-z, 1000) + 1);
  box-shadow: -18px 0 50px rgb(30 20 10 / .18); translate: 100% 0; visibility: hidden;
  transition: translate .26s cubic-bezier(.2,.8,.2,1), visibility 0s .26s;
}
:host([opened]) .drawer { translate: 0 0; visibility: visible; transition: translate .26s cubic-bezier(.2,.8,.2,1); }
:host([opened]) .veil { opacity: 1; }
:host(:not([opened])) .veil { pointer-events: none; }
header { padding: 18px 20px 0; border-bottom: 1px solid var(--_line); }
.bar { display: flex; align-items: center; gap: 6px; }
h2 { margin: 0; font-size: 19px; font-weight: 680; letter-spacing: -.01em; flex: 1; }
.tool { width: 36px; height: 36px; border-radius: 9px; display: grid; place-items: center; color: var(--_ink-soft); transition: background .12s, color .12s; }
.tool:hover:not(:disabled) { background: var(--_raised); color: var(--_ink); }
.tool:disabled { opacity: .4; cursor: default; }
.tabs { display: flex; gap: 4px; overflow-x: auto; scrollbar-width: none; margin: 10px -8px 0; padding: 0 4px; }
.tab { flex: none; padding: 8px 8px 11px; color: var(--_ink-soft); font-weight: 550; font-size: 13.5px; border-bottom: 2px solid transparent; display: flex; gap: 6px; align-items: center; white-space: nowrap; }
.tab:hover { color: var(--_ink); }
.tab[aria-selected="true"] { color: var(--_ink); border-color: var(--_accent); }
.tab .n { background: var(--_raised); color: var(--_ink-soft); border-radius: 8px; font-size: 11.5px; padding: 0 6px; line-height: 17px; font-variant-numeric: tabular-nums; }
.tab[aria-selected="true"] .n { background: var(--_accent-soft); color: var(--_accent); }
.notice { display: flex; gap: 8px; align-items: center; padding: 8px 20px; font-size: 12.5px; color: var(--_ink-soft); background: var(--_raised); border-bottom: 1px solid var(--_line); }
.notice::before { content: ""; width: 7px; height: 7px; border-radius: 50%; background: var(--_accent); animation: pulse 1.4s ease-in-out infinite; }
.notice[hidden] { display: none; }
@keyframes pulse { 50% { opacity: .25 } }
.list { flex: 1; overflow-y: auto; overscroll-behavior: contain; list-style: none; margin: 0; padding: 6px 8px 24px; }
.row { position: relative; display: grid; grid-template-columns: 38px 1fr auto; gap: 2px 12px; padding: 12px; border-radius: var(--_radius); cursor: pointer; transition: background .12s; }
.row + .row::before { content: ""; position: absolute; inset: 0 12px auto 62px; border-top: 1px solid var(--_line); }
.row:hover, .row:focus-within { background: var(--_raised); }
.row.fresh { animation: arrive .5s cubic-bezier(.2,.8,.2,1); }
@keyframes arrive { from { opacity: 0; translate: 0 -8px; background: var(--_accent-soft) } }
.face { grid-row: span 3; width: 38px; height: 38px; border-radius: 11px; display: grid; place-items: center; background: var(--_raised); color: var(--_ink-soft); overflow: hidden; }
.unread .face { background: var(--_accent-soft); color: var(--_accent); }
.level-error .face { background: color-mix(in srgb, var(--_badge) 14%, var(--_surface)); color: var(--_badge); }
.face img { width: 100%; height: 100%; object-fit: cover; }
.title { font-weight: 500; color: var(--_ink-soft); overflow-wrap: anywhere; text-decoration: none; display: block; text-align: left; }
.unread .title { font-weight: 630; color: var(--_ink); }
.text { grid-column: 2; color: var(--_ink-soft); font-size: 13px; overflow-wrap: anywhere; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.text:empty { display: none; }
.meta { grid-column: 2; color: var(--_ink-soft); font-size: 12px; display: flex; gap: 6px; margin-top: 2px; }
.meta .cat::after { content: "·"; margin-left: 6px; }
.side { grid-column: 3; grid-row: 1 / span 3; display: flex; flex-direction: column; align-items: center; width: 30px; }
.mark { width: 30px; height: 30px; border-radius: 8px; display: grid; place-items: center; color: var(--_ink-soft); opacity: 0; }
.row:hover .mark, .row:focus-within .mark { opacity: 1; }
.mark:hover { background: color-mix(in srgb, currentColor 10%, transparent); color: var(--_ink); }
.mark svg { width: 17px; height: 17px; }
.unread .side::before { content: ""; position: absolute; pointer-events: none; width: 9px; height: 9px; border-radius: 50%; background: var(--_accent); margin-top: 10px; }
.unread.row:hover .side::before, .unread.row:focus-within .side::before { opacity: 0; }
@media (hover: none) { .mark { opacity: 1 } .unread .side::before { display: none } }
.blank { display: grid; justify-items: center; text-align: center; padding: 72px 32px; gap: 6px; color: var(--_ink-soft); }
.blank svg { width: 44px; height: 44px; stroke-width: 1.2; color: var(--_accent); margin-bottom: 10px; }
.blank strong { font-size: 16px; color: var(--_ink); font-weight: 650; }
.blank button { margin-top: 14px; padding: 8px 16px; border-radius: 9px; background: var(--_accent); color: var(--_surface); font-weight: 600; }
.end { text-align: center; color: var(--_ink-soft); font-size: 12.5px; padding: 18px; }
.ghost { display: grid; grid-template-columns: 38px 1fr; gap: 8px 12px; padding: 12px; }
.ghost i { background: linear-gradient(90deg, var(--_raised), var(--_line), var(--_raised)); background-size: 200% 100%; border-radius: 7px; height: 12px; animation: shimmer 1.3s linear infinite; }
.ghost i:first-child { grid-row: span 3; height: 38px; border-radius: 11px; }
.ghost i:nth-child(3) { width: 70%; } .ghost i:nth-child(4) { width: 30%; grid-column: 2; }
@keyframes shimmer { to { background-position: -200% 0 } }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; transition: none !important; } }
`);
