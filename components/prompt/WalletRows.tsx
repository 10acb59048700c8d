import type { ReactNode } from 'react'
import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { CHAINS } from '../../lib/protocol/chains.ts'
import type { Fields } from '../../lib/views/fields.ts'
import { PERMISSION_TYPES, type PermissionView } from '../../lib/views/permissions.ts'
import type { DocumentView, WalletPromptView, WalletQuestion } from '../../lib/views/walletPrompt.ts'
import { T } from '../ui/T.tsx'
import { LoginRows } from './LoginRows.tsx'
import { Line, Row } from './Row.tsx'

/** What the question gives away, what can be done with it, and the question itself as the page asked it. */
export function WalletRows({ view }: { readonly view: WalletPromptView }) {
  const { question, method, raw } = view
  return (
    <div className="mt-3">
      <QuestionRows question={question} />
      <Line name={t('gate.refusing')}>{t('gate.refusingText')}</Line>
      {question.kind !== 'login' && raw.characters > 2 && (
        <Row
          name={t('gate.raw')}
          summary={
            <>
              <bdi className="font-mono text-sm">{method}</bdi>
              {', '}
              {t('gate.textLength', { count: raw.characters })}
            </>
          }
        >
          <Verbatim text={raw.text} label={t('gate.raw')} />
        </Row>
      )}
    </div>
  )
}

interface VerbatimProps {
  readonly text: string
  readonly label: string
}

/** A page's own words, inert, in a box that scrolls by itself. */
export function Verbatim({ text, label }: VerbatimProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className="max-h-56 overflow-auto rounded-md bg-wash p-2.5">
      <bdi className="block whitespace-pre-wrap font-mono text-ink text-sm">{text}</bdi>
    </section>
  )
}

function Account({ account }: { readonly account: string | undefined }) {
  if (account === undefined) return null
  return (
    <Line name={t('gate.account')}>
      <code className="break-all font-mono text-sm">{account}</code>
    </Line>
  )
}

function QuestionRows({ question }: { readonly question: WalletQuestion }): ReactNode {
  switch (question.kind) {
    case 'identity':
      return (
        <>
          <Line name={t('gate.learns')}>{t('gate.identityLearns')}</Line>
          <Line name={t('gate.can')}>{t('gate.identityCan')}</Line>
          {question.asks.length > 0 && (
            <Line name={t('gate.identityAsks')}>
              <bdi className="font-mono text-sm">{question.asks.join(', ')}</bdi>
            </Line>
          )}
        </>
      )
    case 'login':
      return <LoginRows question={question} />
    case 'dataKeys':
      return (
        <>
          <Line name={t('gate.learns')}>{t(`gate.${question.what}Learns`)}</Line>
          <Line name={t('gate.can')}>{t(`gate.${question.what}Can`)}</Line>
          {question.what === 'session' ? (
            <DocumentRows document={question} />
          ) : (
            <Account account={question.account} />
          )}
        </>
      )
    case 'permissions':
      return (
        <>
          <Line name={t('gate.can')}>{t('gate.permissionsCan')}</Line>
          {question.permissions.map((permission, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: permissions do not move
            <Permission key={place} permission={permission} />
          ))}
        </>
      )
    case 'licence':
      return (
        <>
          <Line name={t('gate.can')}>{t('gate.licenceCan')}</Line>
          <DocumentRows document={question} />
        </>
      )
  }
}

/** Typed data: what it is called, and every value in it. */
function DocumentRows({ document }: { readonly document: DocumentView }) {
  const { type, issuer, fields, account } = document
  return (
    <>
      <Line name={t('gate.document')}>
        <T k="gate.documentNamed" params={{ type: <bdi>{type}</bdi>, name: <bdi>{issuer}</bdi> }} />
      </Line>
      <Line name={t('gate.fields')}>
        <FieldList fields={fields} />
      </Line>
      <Account account={account} />
    </>
  )
}

function FieldList({ fields }: { readonly fields: Fields }) {
  return (
    <>
      <dl className="grid gap-1.5">
        {fields.rows.map(({ name, value }) => (
          <div key={name}>
            <dt className="text-soft text-xs">
              <bdi>{name}</bdi>
            </dt>
            <dd className="text-ink">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {fields.isCut && <p className="mt-1.5 text-soft text-sm">{t('gate.more')}</p>}
    </>
  )
}

/** A chain by its name where we know it, otherwise by its number. */
const chainWords = (id: number): string => CHAINS[id]?.name ?? t('gate.chain', { id: String(id) })

const isKnown = (type: string): type is (typeof PERMISSION_TYPES)[number] =>
  PERMISSION_TYPES.some((known) => known === type)

function Permission({ permission }: { readonly permission: PermissionView }) {
  const { type, chainId, to, expiresAt, fields } = permission
  return (
    <Row
      name={t('gate.permission')}
      summary={
        <>
          {isKnown(type) ? (
            t(`gate.permission.${type}`)
          ) : (
            <T k="gate.permissionOther" params={{ type: <bdi className="font-semibold">{type}</bdi> }} />
          )}
          <span className="num block text-sm text-soft">
            {[
              ...(chainId === undefined ? [] : [t('gate.onChain', { chain: chainWords(chainId) })]),
              expiresAt === undefined
                ? t('gate.untilNone')
                : t('gate.until', { moment: formatMoment(expiresAt) }),
            ].join(' ')}
          </span>
        </>
      }
    >
      {to !== undefined && (
        <p>
          <span className="block text-xs">{t('gate.permissionTo')}</span>
          <bdi className="break-all font-mono text-ink text-sm">{to}</bdi>
        </p>
      )}
      <FieldList fields={fields} />
    </Row>
  )
}
