/**
 * Stands in for WXT's own at build time (see wxt.config.ts). WXT's announces each content script by a DOM event and a
 * window message that carry the extension's id: a marker in every frame of the web, and bytes for helpers that are
 * not used here.
 */
export class ContentScriptContext {}
