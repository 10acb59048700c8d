import { useState } from 'react'
import { formatBytes, formatDay, formatDelta, formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { type DatasetView, vaultView } from '../../lib/views/vault.ts'
import { BudgetMeter, budgetFigure } from '../ui/BudgetMeter.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { Tag } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useView } from '../useView.ts'
import { Import } from '../vault/Import.tsx'
import { Preview } from '../vault/Preview.tsx'
import { useVault } from '../vault/VaultContext.ts'
import { Lead, Loaded, Section } from './Page.tsx'

/** The person's data: what is there, what it has been used for, and what of its budget is left. */
export function VaultPage() {
  const live = useView(vaultView)
  return (
    <>
      <Lead>{t('vault.lead')}</Lead>
      <div className="mt-5 max-w-[760px]">
        <Import />
      </div>
      <Loaded live={live}>
        {({ datasets, deleted }) => (
          <>
            {datasets.length === 0 && <p className="mt-6 text-soft">{t('vault.none')}</p>}
            <ul className="mt-6 max-w-[760px]">
              {datasets.map((dataset) => (
                <Dataset key={dataset.id} dataset={dataset} />
              ))}
            </ul>
            {deleted.length > 0 && (
              <Section title={t('vault.deleted')}>
                <ul className="text-soft">
                  {deleted.map(({ id, name, deletedAt }) => (
                    <li key={id} className="border-line border-t py-2">
                      <T
                        k="vault.deletedLine"
                        params={{ name: <bdi>{inert(name, 80)}</bdi>, day: formatDay(deletedAt) }}
                      />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            <p className="mt-8 max-w-prose text-sm text-soft">{t('vault.keyNote')}</p>
          </>
        )}
      </Loaded>
    </>
  )
}

const PREVIEWED = { image: 60, table: 8 } as const
const LABELS_SHOWN = 120

function Dataset({ dataset }: { readonly dataset: DatasetView }) {
  const { id, name, kind, count, bytes, createdAt, labels, budget, usedBy } = dataset
  const [isOpen, setOpen] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const { remove } = useVault()
  const title = inert(name, 80)
  return (
    <li className="border-line border-t py-4">
      <article aria-label={title}>
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h2 className="grow text-[19px]">
            <bdi>{title}</bdi> <Tag>{dataset.category}</Tag>
          </h2>
          <button type="button" className="action" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('vault.preview')}
          </button>
          <button
            type="button"
            className="action text-stop"
            aria-label={t('vault.deleteOne', { name: title })}
            onClick={() => setAsking(true)}
          >
            {t('common.delete')}
          </button>
        </div>
        <p className="num text-sm text-soft">
          {t('vault.facts', {
            records: t(kind === 'image' ? 'vault.images' : 'vault.rows', { count }),
            size: formatBytes(bytes),
            day: formatDay(createdAt),
          })}
          {labels.length > 0 && (
            <>
              {' · '}
              <bdi>
                {t('vault.labels', { count: labels.length, labels: inert(labels.join(', '), LABELS_SHOWN) })}
              </bdi>
            </>
          )}
        </p>
        <Budget budget={budget} />
        <p className="mt-2 text-sm text-soft">
          {usedBy.length === 0 ? (
            t('vault.usedByNobody')
          ) : (
            <T k="vault.usedBy" params={{ publishers: <bdi>{usedBy.join(', ')}</bdi> }} />
          )}
        </p>
        {isOpen && (
          <section className="mt-3" aria-label={t('vault.previewOf', { name: title })}>
            <Preview datasetId={id} limit={PREVIEWED[kind]} />
          </section>
        )}
      </article>
      {isAsking && (
        <Confirm
          title={<T k="vault.deleteSure" params={{ name: <bdi>{title}</bdi> }} />}
          action={t('common.delete')}
          onConfirm={() => remove(id)}
          onClose={() => setAsking(false)}
        >
          <p>{t('vault.deleteText')}</p>
          <p>{t('vault.deleteRemains')}</p>
          {usedBy.length > 0 && (
            <p>
              <T k="vault.deleteUsed" params={{ publishers: <bdi>{usedBy.join(', ')}</bdi> }} />
            </p>
          )}
        </Confirm>
      )}
    </li>
  )
}

function Budget({ budget }: Pick<DatasetView, 'budget'>) {
  return (
    <div className="mt-3 max-w-[420px]">
      <p className="mb-1.5 flex justify-between text-sm">
        <span className="text-soft">{t('vault.budget')}</span>
        <span className="num">{budgetFigure(budget)}</span>
      </p>
      <BudgetMeter budget={budget} />
      <p className="mt-1.5 text-soft text-xs">
        {t('vault.budgetNote', { delta: formatDelta(budget.delta) })}
      </p>
      <UsedBefore budget={budget} />
      <OfCategory budget={budget} />
      {budget.unprotectedUses > 0 && (
        <p className="mt-1 text-warn text-xs">{t('vault.unprotected', { count: budget.unprotectedUses })}</p>
      )}
    </div>
  )
}

const NAMES_SHOWN = 120

/** Why a dataset's budget is smaller than it looks from what was done with it. */
function UsedBefore({ budget: { sharedWith, isExact } }: Pick<DatasetView, 'budget'>) {
  if (sharedWith.length === 0) return null
  const names = <bdi>{inert(sharedWith.map((name) => `“${name}”`).join(', '), NAMES_SHOWN)}</bdi>
  return (
    <p className="mt-1 text-xs">
      {isExact ? <T k="vault.usedBefore" params={{ names }} /> : t('vault.notCompared')}
    </p>
  )
}

/** What other data of the category have spent as well, where they have. */
function OfCategory({ budget: { spent, category } }: Pick<DatasetView, 'budget'>) {
  const ofAll = formatEpsilon(category.spent)
  if (ofAll === formatEpsilon(spent)) return null
  return (
    <p className="mt-1 text-soft text-xs">
      {t('vault.ofCategory', { spent: ofAll, cap: formatEpsilon(category.cap) })}
    </p>
  )
}
