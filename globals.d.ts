/** Address of the project's own bridge page; see wxt.config.ts. */
declare const __BRIDGE_URL__: string
