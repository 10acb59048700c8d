import type { WalletCallKind } from '../protocol/walletCalls.ts'
import type { RuleRecord } from './rule.ts'

/** What a person can say of one site, as far as deciding needs it. */
export interface SiteWord {
  readonly off?: { readonly until: number | null }
  readonly wallet?: Readonly<Partial<Record<WalletCallKind, RuleRecord['effect']>>>
}

/** Whether Proviso is switched off for this site at `now`, by itself or everywhere (`offUntil`). Milliseconds since 1970. */
export const isOff = (site: SiteWord | undefined, offUntil: number, now: number): boolean =>
  offUntil > now || (site?.off !== undefined && (site.off.until === null || site.off.until > now))

/** What happens to a question of this kind: `pass` where the person has said nothing, or has switched Proviso off. */
export const walletEffect = (
  site: SiteWord | undefined,
  kind: WalletCallKind,
  { offUntil, now }: { readonly offUntil: number; readonly now: number },
): RuleRecord['effect'] | 'pass' => (isOff(site, offUntil, now) ? 'pass' : (site?.wallet?.[kind] ?? 'pass'))
