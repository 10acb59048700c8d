import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { ParsedLogin } from '../../lib/views/login.ts'
import type { WalletQuestion } from '../../lib/views/walletPrompt.ts'
import { T } from '../ui/T.tsx'
import { Line, Row } from './Row.tsx'
import { Verbatim } from './WalletRows.tsx'

interface LoginRowsProps {
  readonly question: Extract<WalletQuestion, { kind: 'login' }>
}

/** Where a login leads, as whom, for how long, and what it lets others do; the whole text where it cannot be read. */
export function LoginRows({ question }: LoginRowsProps) {
  const { login, text, characters } = question
  if (login === undefined)
    return (
      <div className="mb-2 grid gap-2">
        <p>{t('gate.loginUnreadNote')}</p>
        <Verbatim text={text} label={t('gate.text')} />
      </div>
    )
  return (
    <>
      <Understood login={login} />
      <Row name={t('gate.text')} summary={t('gate.textLength', { count: characters })}>
        <Verbatim text={text} label={t('gate.text')} />
      </Row>
    </>
  )
}

function Understood({ login }: { readonly login: ParsedLogin }) {
  const { domain, account, statement, subject, delegates, notBefore, expiresAt, resources, more } = login
  return (
    <>
      <Line name={t('gate.loginTo')}>
        <bdi className="font-semibold">{domain}</bdi>
      </Line>
      <Line name={t('gate.loginAs')}>
        <code className="break-all font-mono text-sm">{account}</code>
      </Line>
      {statement !== undefined && (
        <Line name={t('gate.fields')}>
          <bdi>“{statement}”</bdi>
        </Line>
      )}
      {delegates ? (
        <Allows login={login} />
      ) : (
        subject !== undefined && (
          <Line name={t('gate.loginSubject')}>
            <bdi>{subject}</bdi>
          </Line>
        )
      )}
      <Line name={t('gate.loginLasts')}>
        <span className="num">
          {notBefore !== undefined && t('gate.loginFrom', { moment: formatMoment(notBefore) })}{' '}
          {expiresAt === undefined
            ? t('gate.loginUntilNone')
            : t('gate.until', { moment: formatMoment(expiresAt) })}
        </span>
      </Line>
      {resources.length > 0 && (
        <Line name={t('gate.loginResources')}>
          {resources.map((resource) => (
            <bdi key={resource} className="block">
              {resource}
            </bdi>
          ))}
          {more > 0 && <span className="text-soft text-sm">{t('gate.loginMore', { count: more })}</span>}
        </Line>
      )}
    </>
  )
}

/** What the login lets somebody else do. */
function Allows({ login }: { readonly login: ParsedLogin }) {
  const { capabilities, hasHidden, subject, domain } = login
  return (
    <Line name={t('gate.loginAllows')}>
      <T k="gate.loginAllowsTo" params={{ who: <bdi className="font-semibold">{subject ?? domain}</bdi> }} />
      <ul className="mt-1 list-disc pl-4">
        {capabilities.map(({ actions, resource }) => (
          <li key={resource}>
            <T
              k="gate.loginAction"
              params={{ actions: <bdi>{actions.join(', ')}</bdi>, resource: <bdi>{resource}</bdi> }}
            />
          </li>
        ))}
        {hasHidden && <li>{t('gate.loginHidden')}</li>}
      </ul>
    </Line>
  )
}
