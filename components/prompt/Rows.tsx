import { formatBytes, formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert, termWords } from '../../lib/i18n/untrusted.ts'
import type { TaskPromptView } from '../../lib/views/prompt.ts'
import { T } from '../ui/T.tsx'
import { Preview } from '../vault/Preview.tsx'
import { CostsRow } from './CostsRow.tsx'
import { LeavesDetail } from './LeavesDetail.tsx'
import { PaysRow } from './PaysRow.tsx'
import { pipelineWords } from './pipelineWords.ts'
import { Fact, Row } from './Row.tsx'

export interface RowProps {
  readonly view: TaskPromptView
}

const PREVIEWED = 24

/** What is agreed to, in the order in which people ask: what, why, what leaves, what it costs, what it pays, how to stop. */
export function Rows({ view }: RowProps) {
  return (
    <div className="mt-3">
      <UsesRow view={view} />
      <ForRow view={view} />
      <LeavesRow view={view} />
      <CostsRow view={view} />
      <PaysRow view={view} />
      <Row name={t('prompt.stop')} summary={t('prompt.stopText')}>
        <p>{t('prompt.stopDetail')}</p>
      </Row>
    </div>
  )
}

function UsesRow({ view }: RowProps) {
  const { dataset, records, manifest } = view
  const { data, pipeline } = manifest
  if (dataset === undefined)
    return (
      <Row
        name={t('prompt.uses')}
        summary={t('prompt.usesNothing', {
          kind: t(data.kind === 'image' ? 'prompt.kindImage' : 'prompt.kindTable'),
          category: termWords(data.category),
          min: data.minRecords,
        })}
      >
        <p>
          <bdi>{t(prepared(data.kind), { steps: pipelineWords(pipeline) })}</bdi>
        </p>
      </Row>
    )
  const figures = { name: <bdi>{dataset.name}</bdi>, records: formatNumber(records), count: dataset.count }
  return (
    <Row
      name={t('prompt.uses')}
      summary={<T k={dataset.kind === 'image' ? 'prompt.usesImages' : 'prompt.usesRows'} params={figures} />}
    >
      <Preview datasetId={dataset.id} limit={dataset.kind === 'image' ? PREVIEWED : 5} />
      <p>{t('prompt.preview')}</p>
      <p>
        <bdi>{t(prepared(data.kind), { steps: pipelineWords(pipeline) })}</bdi>
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

function ForRow({ view }: RowProps) {
  const { description, purposes, publisher, terms } = view.manifest
  return (
    <Row
      name={t('prompt.for')}
      summary={
        <T
          k="prompt.forText"
          params={{
            purposes: capitalised(purposes.map(termWords).join(', ')),
            license: <bdi>{inert(terms.modelLicense, 40)}</bdi>,
          }}
        />
      }
    >
      <Fact name={t('prompt.theirWords')}>
        <bdi>“{inert(description, 800)}”</bdi>
      </Fact>
      <Fact name={t('prompt.recipients')}>
        {terms.recipients.map((recipient) => (
          <bdi key={recipient} className="block">
            {inert(recipient, 120)}
          </bdi>
        ))}
      </Fact>
      <Fact name={t('prompt.retention')}>{t('prompt.days', { count: terms.retentionDays })}</Fact>
      <Fact name={t('prompt.publisher')}>
        <T
          k="prompt.publisherText"
          params={{
            name: <bdi>{inert(publisher.name, 80)}</bdi>,
            jurisdiction: <bdi>{inert(publisher.jurisdiction, 40)}</bdi>,
          }}
        />
        <bdi className="block">{inert(publisher.url, 120)}</bdi>
      </Fact>
      <Fact name={t('prompt.contact')}>
        <bdi>{inert(publisher.contact.replace(/^mailto:/, ''), 120)}</bdi>
      </Fact>
      <Fact name={t('prompt.signedBy')}>
        <code className="break-all font-mono text-sm">{publisher.address}</code>
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
