import { useDeferredValue, useId, useState } from 'react'
import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import {
  type ActivityQuery,
  type ActivityView,
  ALL,
  activitySitesView,
  activityView,
  KIND_GROUPS,
  queryOf,
} from '../../lib/views/activity.ts'
import { Filter } from '../dashboard/Filter.tsx'
import { Cell, Loaded, Section, Table } from '../dashboard/Page.tsx'
import { Empty } from '../ui/Notes.tsx'
import { useView } from '../useView.ts'

/** The log, a page at a time, newest first. */
export function Entries() {
  const [query, setQuery] = useState<ActivityQuery>(ALL)
  /** Where the pages before this one began. */
  const [newer, setNewer] = useState<readonly (number | undefined)[]>([])
  const live = useView(activityView, queryOf(useDeferredValue(query)))
  const filter = (changes: Partial<ActivityQuery>) => {
    const { before: _, ...rest } = query
    setQuery({ ...rest, ...changes })
    setNewer([])
  }
  const goTo = (before: number | undefined) => {
    const { before: _, ...rest } = query
    setQuery(before === undefined ? rest : { ...rest, before })
  }
  return (
    <Section
      title={t('activity.entries')}
      aside={live.value?.count !== 0 && <Filters query={query} onChange={filter} />}
    >
      <Loaded live={live}>
        {(page) =>
          page.entries.length === 0 ? (
            <Empty>{t(page.count === 0 ? 'activity.none' : 'activity.noMatch')}</Empty>
          ) : (
            <>
              <Rows page={page} />
              <Pager
                count={page.count}
                {...(newer.length > 0 && {
                  onNewer: () => {
                    goTo(newer.at(-1))
                    setNewer(newer.slice(0, -1))
                  },
                })}
                {...(page.older !== undefined && {
                  onOlder: () => {
                    setNewer([...newer, query.before])
                    goTo(page.older)
                  },
                })}
              />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

interface FiltersProps {
  readonly query: ActivityQuery
  readonly onChange: (changes: Partial<ActivityQuery>) => void
}

function Filters({ query, onChange }: FiltersProps) {
  const id = useId()
  const { value: sites = [] } = useView(activitySitesView)
  const all = ['', t('activity.all')] as const
  return (
    <search className="flex flex-wrap items-baseline gap-x-4 gap-y-2">
      <Filter
        label={t('activity.kind')}
        value={query.group}
        choices={[all, ...KIND_GROUPS.map((group) => [group, t(`activity.kind.${group}`)] as const)]}
        onChoose={(group) => onChange({ group })}
      />
      {sites.length > 0 && (
        <Filter
          label={t('activity.site')}
          value={query.site}
          choices={[all, ...sites.map((site) => [site, inert(site, 60)] as const)]}
          onChoose={(site) => onChange({ site })}
        />
      )}
      <span className="inline-flex items-baseline gap-2 text-sm">
        <label htmlFor={id} className="text-soft">
          {t('activity.search')}
        </label>
        <input
          id={id}
          type="search"
          className="field w-40 text-sm"
          value={query.words}
          onChange={(event) => onChange({ words: event.currentTarget.value })}
        />
      </span>
    </search>
  )
}

function Rows({ page: { entries } }: { readonly page: ActivityView }) {
  const heads = [
    { name: t('activity.number') },
    { name: t('activity.when') },
    { name: t('activity.what') },
    { name: t('activity.seal') },
  ]
  return (
    <Table caption={t('nav.activity')} heads={heads}>
      {entries.map((entry) => (
        <tr key={entry.seq}>
          <Cell isSoft>{entry.seq}</Cell>
          <Cell>
            <span className="whitespace-nowrap">{formatMoment(entry.at)}</span>
          </Cell>
          <Cell>
            <bdi>{inert(entry.text, 300)}</bdi>
          </Cell>
          <Cell isSoft>
            <code className="font-mono text-sm" title={entry.hash}>
              {entry.hash.slice(0, 8)}
            </code>
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

interface PagerProps {
  /** Entries of the whole log. */
  readonly count: number
  readonly onNewer?: () => void
  readonly onOlder?: () => void
}

/** Both stay where they are, so that a second click never hits the other one. */
function Pager({ count, onNewer, onOlder }: PagerProps) {
  const pages = [
    [t('activity.older'), onOlder],
    [t('activity.newer'), onNewer],
  ] as const
  return (
    <p className="mt-3 flex flex-wrap items-baseline gap-x-4">
      <span className="num text-sm text-soft">{t('activity.count', { count })}</span>
      {(onNewer !== undefined || onOlder !== undefined) &&
        pages.map(([name, go]) => (
          <button
            key={name}
            type="button"
            className="action aria-disabled:font-normal aria-disabled:text-soft aria-disabled:no-underline"
            aria-disabled={go === undefined}
            onClick={go}
          >
            {name}
          </button>
        ))}
    </p>
  )
}
