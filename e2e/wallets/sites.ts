import type { InstalledWallet } from './injectedWorld.ts'
import type { StandInKind } from './stand-in/prepare.ts'

interface WalletSite {
  readonly kind: StandInKind
  readonly mode?: string
  readonly onWindow: boolean
}

/** Every wallet and way to inject on a site of its own, by the site's name: one browser for all. */
export const SITES: Readonly<Record<string, WalletSite>> = {
  metamask: { kind: 'metamask', onWindow: true },
  coinbase: { kind: 'coinbase', onWindow: true },
  enkrypt: { kind: 'enkrypt', onWindow: true },
  mewlate: { kind: 'mew', mode: 'late', onWindow: true },
  mewannounced: { kind: 'mew', mode: 'announced', onWindow: false },
  frozenannounced: { kind: 'frozen', mode: 'announced', onWindow: false },
  frozenwindow: { kind: 'frozen', mode: 'window', onWindow: true },
}

export const site = (name: string): string => `http://${name}.test`

export const WALLETS: readonly InstalledWallet[] = Object.entries(SITES).map(([name, { kind, mode }]) => ({
  kind,
  ...(mode === undefined ? {} : { mode }),
  matches: [`${site(name)}/*`],
}))

/** As `launchInjected` names them in an order. */
export const LABELS: readonly string[] = WALLETS.map(({ kind, mode }) =>
  mode === undefined ? kind : `${kind} ${mode}`,
)
