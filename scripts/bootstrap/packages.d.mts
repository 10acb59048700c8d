/** Installs what `folder`'s lock file names (the repository's own if left out), without install scripts, unless it is there. */
export function ensurePackages(
  node: { readonly binary: string; readonly folder: string },
  folder?: string,
): void
