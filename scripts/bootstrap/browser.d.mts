/** Path of a Chromium that loads unpacked extensions. Installs one only as root on Debian; else throws, saying how. */
export function findOrInstallBrowser(): string
/** Why a browser with this `--version` text cannot be used, or undefined if it can. */
export function objection(versionText: string): string | undefined
