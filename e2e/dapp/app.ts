import {
  type ContributionEvent,
  type DataUseProvider,
  findDataUseProvider,
  getGrants,
  onContribution,
  onGrantsChanged,
  type PublicGrant,
  relinquish,
  requestDataUse,
  type SignedTask,
} from '../../lib/sdk/index.ts'
import { errorWords, taskWords } from './words.ts'

const element = <T extends HTMLElement>(id: string): T => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no #${id}.`)
  return found as T
}

const contribute = element<HTMLButtonElement>('contribute')
const giveUp = element<HTMLButtonElement>('relinquish')
const status = element('status')

const say = (words: string, tone: 'plain' | 'problem' = 'plain') => {
  status.textContent = words
  status.dataset['tone'] = tone
}

const STATES: Readonly<Record<ContributionEvent['state'], string>> = {
  training: 'training on this device',
  sent: 'arrived, being checked',
  accepted: 'accepted',
}

const showContribution = ({ round, state }: ContributionEvent) => {
  element('empty').hidden = true
  const id = `round-${round}`
  const line = document.getElementById(id) ?? document.createElement('li')
  line.id = id
  const [what, how] = [document.createElement('span'), document.createElement('span')]
  what.textContent = `Round ${round}`
  how.textContent = STATES[state]
  how.className = 'soft'
  line.replaceChildren(what, how)
  element('contributions').append(line)
}

let current: PublicGrant | undefined

const showGrants = (grants: readonly PublicGrant[]) => {
  const [active] = grants.filter(({ state }) => state !== 'ended')
  if (active === undefined && current !== undefined)
    say('You have stopped contributing. Thank you for what you gave.')
  current = active
  contribute.disabled = active !== undefined
  giveUp.hidden = active === undefined
  if (active === undefined) return
  const until = new Date(active.expiresAt).toLocaleDateString('en', { dateStyle: 'long' })
  say(
    active.state === 'paused'
      ? 'Thank you. You have paused; nothing trains until you go on.'
      : `Thank you. You contribute ${active.rounds} rounds at most, until ${until}.`,
  )
}

const ask = async (provider: DataUseProvider, task: SignedTask) => {
  contribute.disabled = true
  say('Your extension is asking you. Take your time.')
  try {
    showGrants([await requestDataUse(provider, task)])
  } catch (error) {
    contribute.disabled = false
    say(errorWords(error), 'problem')
  }
}

const stop = async (provider: DataUseProvider) => {
  if (current === undefined) return
  try {
    await relinquish(provider, current.id)
    showGrants([])
  } catch (error) {
    say(errorWords(error), 'problem')
  }
}

const start = async () => {
  const response = await fetch('task.json')
  const task = (await response.json()) as SignedTask
  for (const [name, words] of Object.entries(taskWords(task.manifest)))
    for (const place of document.querySelectorAll(`[data-task="${name}"]`)) place.textContent = words

  const provider = await findDataUseProvider()
  if (provider === undefined) {
    say('No extension here can answer. Install Proviso, then reload this page.', 'problem')
    return
  }
  contribute.addEventListener('click', () => void ask(provider, task))
  giveUp.addEventListener('click', () => void stop(provider))
  onGrantsChanged(provider, showGrants)
  onContribution(provider, showContribution)
  contribute.disabled = false
  say('Your extension will show you the terms before anything happens.')
  showGrants(await getGrants(provider))
}

start().catch((error: unknown) => {
  say(errorWords(error), 'problem')
  reportError(error)
})
