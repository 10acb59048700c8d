import { formatOr } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { WALLET_CALL_KINDS } from '../../lib/protocol/walletCalls.ts'
import type { SiteView } from '../../lib/views/sites.ts'

const EFFECTS = ['ask', 'refuse', 'allow'] as const

/** What happens to a site's questions to the wallet, in a sentence; `isOff`: once Proviso is on there again. */
export const walletSentence = (wallet: SiteView['wallet'], isOff = false): string => {
  const said = EFFECTS.flatMap((effect) => {
    const kinds = WALLET_CALL_KINDS.filter((kind) => wallet[kind] === effect)
    return kinds.length === 0
      ? []
      : [t(`site.${effect}`, { kinds: formatOr(kinds.map((kind) => t(`kind.${kind}`))) })]
  })
  if (said.length === 0) return t('site.untouched')
  return t(isOff ? 'site.walletOnceOn' : 'site.wallet', { parts: said.join('; ') })
}
