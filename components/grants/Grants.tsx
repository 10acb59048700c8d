import { useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import type { GrantLine } from '../../lib/views/grantLine.ts'
import { Section } from '../dashboard/Page.tsx'
import { Empty } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { GrantItem } from './GrantItem.tsx'
import { RevokeDialog } from './RevokeDialog.tsx'

interface Group {
  readonly publisher: GrantLine
  readonly grants: readonly GrantLine[]
}

/** Each publisher by its address, in the order of its newest permission: names can be anything. */
const byPublisher = (grants: readonly GrantLine[]): readonly Group[] => {
  const groups = new Map<string, GrantLine[]>()
  for (const grant of grants) {
    const key = grant.publisherAddress.toLowerCase()
    groups.set(key, [...(groups.get(key) ?? []), grant])
  }
  return [...groups.values()].map((all) => ({ publisher: all[0]!, grants: all }))
}

/** Who may use the person's data now. Revoking is one action for one, for a publisher, and for all. */
export function Grants({ grants }: { readonly grants: readonly GrantLine[] }) {
  return (
    <Section title={t('requests.grants')} aside={grants.length > 1 && <RevokeAll count={grants.length} />}>
      {grants.length === 0 ? (
        <Empty>{t('requests.grantsNone')}</Empty>
      ) : (
        byPublisher(grants).map(({ publisher, grants: all }) => (
          <div key={publisher.publisherAddress}>
            <ul>
              {all.map((grant) => (
                <GrantItem key={grant.id} grant={grant} />
              ))}
            </ul>
            {all.length > 1 && all.length < grants.length && (
              <RevokePublisher publisher={publisher} count={all.length} />
            )}
          </div>
        ))
      )}
    </Section>
  )
}

function RevokeAll({ count }: { readonly count: number }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <button type="button" className="action text-stop" onClick={() => setAsking(true)}>
        {t('grants.revokeAllButton')}
      </button>
      {isAsking && (
        <RevokeDialog
          title={t('grants.allSure', { count })}
          onConfirm={() => command('grants.revokeAll', {})}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function RevokePublisher({ publisher, count }: { readonly publisher: GrantLine; readonly count: number }) {
  const [isAsking, setAsking] = useState(false)
  const params = { count, publisher: <bdi>{publisher.publisher}</bdi> }
  return (
    <div className="pb-3">
      <button type="button" className="action text-sm text-stop" onClick={() => setAsking(true)}>
        <span>
          <T k="grants.revokePublisherOne" params={params} />
        </span>
      </button>
      {isAsking && (
        <RevokeDialog
          title={<T k="grants.publisherSure" params={params} />}
          onConfirm={() => command('grants.revokePublisher', { publisher: publisher.publisherAddress })}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
