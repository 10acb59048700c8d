import type { ReactNode } from 'react'
import { formatBytes, formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { TaskPromptView } from '../../lib/views/prompt.ts'
import { T } from '../ui/T.tsx'
import { Preview } from '../vault/Preview.tsx'
import { CostsRow } from './CostsRow.tsx'
import { LeavesDetail } from './LeavesDetail.tsx'
import { PaysRow } from './PaysRow.tsx'
import { Fact, Row } from './Row.tsx'

export interface RowProps {
  readonly view: TaskPromptView
}

const PREVIEWED = 24

/** What is agreed to, in the order in which people ask: what, why, what leaves, what it costs, what it pays, how to stop. */
export function Rows({ view, children }: RowProps & { readonly children: ReactNode }) {
  return (
    <div className="mt-3">
      <UsesRow view={view} />
      <ForRow view={view} />
      <LeavesRow view={view} />
      <CostsRow view={view} />
      <PaysRow view={view} />
      {children}
      <Row name={t('prompt.stop')} summary={t('prompt.stopText')}>
        <p>{t('prompt.stopDetail')}</p>
      </Row>
    </div>
  )
}

function UsesRow({ view }: RowProps) {
  const { dataset, records, manifest, words } = view
  const { data } = manifest
  if (dataset === undefined)
    return (
      <Row
        name={t('prompt.uses')}
        summary={t('prompt.usesNothing', {
          kind: t(data.kind === 'image' ? 'prompt.kindImage' : 'prompt.kindTable'),
          category: words.category,
          min: data.minRecords,
        })}
      >
        <p>
          <bdi>{t(prepared(data.kind), { steps: words.prepared })}</bdi>
        </p>
      </Row>
    )
  const figures = {
    name: <bdi>{inert(dataset.name, 80)}</bdi>,
    records: formatNumber(records),
    count: dataset.count,
  }
  return (
    <Row
      name={t('prompt.uses')}
      summary={<T k={dataset.kind === 'image' ? 'prompt.usesImages' : 'prompt.usesRows'} params={figures} />}
    >
      <Preview datasetId={dataset.id} limit={dataset.kind === 'image' ? PREVIEWED : 5} />
      <p>{t('prompt.preview')}</p>
      <p>
        <bdi>{t(prepared(data.kind), { steps: words.prepared })}</bdi>
      </p>
      {dataset.labels.length > 0 && (
        <p>
          <bdi>{inert(t('prompt.labels', { labels: dataset.labels.join(', ') }), 300)}</bdi>
        </p>
      )}
    </Row>
  )
}

const prepared = (kind: 'image' | 'table') => (kind === 'image' ? 'prompt.readImage' : 'prompt.readTable')

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function ForRow({ view: { words, manifest } }: RowProps) {
  return (
    <Row
      name={t('prompt.for')}
      summary={
        <T
          k="prompt.forText"
          params={{ purposes: capitalised(words.purposes), license: <bdi>{inert(words.license, 40)}</bdi> }}
        />
      }
    >
      <Fact name={t('prompt.theirWords')}>
        <bdi className="block font-semibold">{words.title}</bdi>
        <bdi>“{words.description}”</bdi>
      </Fact>
      <Fact name={t('prompt.recipients')}>
        {words.recipients.map((recipient, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: recipients do not move, and may read alike
          <bdi key={place} className="block">
            {recipient}
          </bdi>
        ))}
      </Fact>
      <Fact name={t('prompt.retention')}>{t('prompt.days', { count: manifest.terms.retentionDays })}</Fact>
      <Fact name={t('prompt.license')}>
        <bdi>{words.license}</bdi>
      </Fact>
      <Fact name={t('prompt.publisher')}>
        <T
          k="prompt.publisherText"
          params={{ name: <bdi>{words.publisher}</bdi>, jurisdiction: <bdi>{words.jurisdiction}</bdi> }}
        />
        <bdi className="block">{words.url}</bdi>
      </Fact>
      <Fact name={t('prompt.contact')}>
        <bdi>{words.contact}</bdi>
      </Fact>
      <Fact name={t('prompt.signedBy')}>
        <code className="break-all font-mono text-sm">{manifest.publisher.address}</code>
      </Fact>
    </Row>
  )
}

function LeavesRow({ view }: RowProps) {
  const { model, privacy } = view.manifest
  const isNoised = privacy.mechanism === 'local'
  return (
    <Row
      name={t('prompt.leaves')}
      summary={t(isNoised ? 'prompt.leavesProtected' : 'prompt.leavesOpen', {
        size: formatBytes(model.weights.bytes),
      })}
    >
      <LeavesDetail view={view} />
    </Row>
  )
}
