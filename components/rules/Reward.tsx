import type { ReactNode } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { CHAINS } from '../../lib/protocol/chains.ts'
import { type KnownToken, type NeedsForm, tokenKey } from '../../lib/views/rulesForm.ts'
import { Choice, type DescribedNeed, Value } from './NeedInputs.tsx'

type RewardForm = NonNullable<NeedsForm['minReward']>
const NO_REWARD: RewardForm = { known: '', chainId: '', token: '', amount: '' }

interface RewardProps {
  readonly reward: RewardForm | undefined
  readonly tokens: readonly KnownToken[]
  readonly described: DescribedNeed
  readonly onChange: (reward: RewardForm) => void
}

/** An amount of a token that a task has named; of any other by its address, in its smallest unit. */
export function Reward({ reward = NO_REWARD, tokens, described, onChange }: RewardProps) {
  const isKnown = tokens.some((token) => tokenKey(token) === reward.known)
  const nameOf = (key: string) => {
    const token = tokens.find((candidate) => tokenKey(candidate) === key)
    return token === undefined
      ? t('rules.reward.other')
      : t('rules.reward.known', {
          symbol: token.symbol,
          chain:
            CHAINS[token.chainId]?.name ?? t('rules.reward.chainOther', { chain: String(token.chainId) }),
        })
  }
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2">
      <Value
        label={isKnown ? t('rules.reward.amount') : t('rules.reward.units')}
        described={described}
        value={reward.amount}
        onChange={(amount) => onChange({ ...reward, amount })}
      />
      {tokens.length > 0 && (
        <Choice
          label={t('rules.reward.token')}
          described={described}
          value={isKnown ? reward.known : ''}
          choices={[...tokens.map(tokenKey), '']}
          nameOf={nameOf}
          onChange={(known) => onChange({ ...reward, known })}
        />
      )}
      {!isKnown && (
        <span className="flex w-full flex-wrap gap-2 ps-[23px]">
          <Visible label={t('rules.reward.address')}>
            <Value
              label={t('rules.reward.address')}
              described={described}
              className="w-96 max-w-full"
              value={reward.token}
              onChange={(token) => onChange({ ...reward, token })}
            />
          </Visible>
          <Visible label={t('rules.reward.chain')}>
            <Value
              label={t('rules.reward.chain')}
              described={described}
              value={reward.chainId}
              onChange={(chainId) => onChange({ ...reward, chainId })}
            />
          </Visible>
        </span>
      )}
    </span>
  )
}

function Visible({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className="grid min-w-0 gap-0.5">
      <span aria-hidden="true" className="text-sm text-soft">
        {label}
      </span>
      {children}
    </span>
  )
}
