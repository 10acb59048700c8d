import type { ReactNode } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { Confirm } from '../ui/Dialog.tsx'

interface RevokeDialogProps {
  readonly title: ReactNode
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}

const NOW = ['grants.now.stops', 'grants.now.told', 'grants.now.asks'] as const
const STAYS = ['grants.stays.learned', 'grants.stays.spent', 'grants.stays.owed'] as const

/** What revoking does and what it cannot do, in the same words wherever it is offered; one click more revokes. */
export function RevokeDialog({ title, onConfirm, onClose }: RevokeDialogProps) {
  return (
    <Confirm title={title} action={t('requests.revoke')} onConfirm={onConfirm} onClose={onClose}>
      <Points name={t('grants.now')} keys={NOW} />
      <Points name={t('grants.stays')} keys={STAYS} />
    </Confirm>
  )
}

interface PointsProps {
  readonly name: string
  readonly keys: readonly ((typeof NOW)[number] | (typeof STAYS)[number])[]
}

function Points({ name, keys }: PointsProps) {
  return (
    <section>
      <h3 className="font-semibold text-ink text-sm">{name}</h3>
      <ul className="mt-1 grid list-disc gap-1 pl-4.5 marker:text-edge">
        {keys.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
    </section>
  )
}
