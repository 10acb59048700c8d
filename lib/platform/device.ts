import type { DeviceFacts } from '../policy/request.ts'
import { ensureOffscreen, hasOffscreen } from './offscreen.ts'

/** Nobody has touched mouse or keyboard for this long, or the screen is locked: the person is not here. */
const IDLE_SECONDS = 60

const isIdle = async (): Promise<boolean | undefined> => {
  try {
    return (await chrome.idle.queryState(IDLE_SECONDS)) !== 'active'
  } catch {
    return undefined
  }
}

/** Chrome has more of it than the types that TypeScript ships. */
interface Connection {
  readonly saveData?: boolean
  /** Told on phones and Chromebooks only. */
  readonly type?: string
}

/** `saveData` is how a person marks a connection as paid by volume where the browser does not know its type. */
const isUnmetered = (): boolean | undefined => {
  const { connection } = navigator as { readonly connection?: Connection }
  if (connection === undefined) return undefined
  return connection.saveData !== true && !['cellular', 'bluetooth', 'wimax'].includes(connection.type ?? '')
}

/** `target` keeps the worker and the trainer's own messages apart from it. */
interface ChargingQuestion {
  readonly target: 'device'
  readonly type: 'charging'
}

const isChargingQuestion = (message: unknown): message is ChargingQuestion =>
  typeof message === 'object' &&
  message !== null &&
  (message as Partial<ChargingQuestion>).target === 'device' &&
  (message as Partial<ChargingQuestion>).type === 'charging'

/** A worker has no battery to look at; the offscreen document has. */
const askCharging = async (): Promise<boolean | undefined> => {
  if (!(await hasOffscreen())) return undefined
  const question: ChargingQuestion = { target: 'device', type: 'charging' }
  const answer: unknown = await chrome.runtime.sendMessage(question).catch(() => undefined)
  return typeof answer === 'boolean' ? answer : undefined
}

interface Battery {
  readonly charging: boolean
}

/** Offscreen side: says whether the device is on mains power. A computer without a battery always is. */
export const answerCharging = (): void => {
  chrome.runtime.onMessage.addListener((message: unknown, sender, reply) => {
    // The worker has no tab; content scripts, which share a process with hostile pages, do.
    const isWorker = sender.id === chrome.runtime.id && sender.tab === undefined
    if (!isWorker || !isChargingQuestion(message)) return undefined
    const { getBattery } = navigator as { readonly getBattery?: () => Promise<Battery> }
    if (getBattery === undefined) {
      reply(null)
      return undefined
    }
    getBattery.call(navigator).then(
      ({ charging }) => reply(charging),
      () => reply(null),
    )
    return true
  })
}

export interface DeviceWish {
  /** Minutes of training since local midnight: `minutesToday` of lib/rounds/deviceMinutes.ts. */
  readonly minutesToday: number
  /** Opens the offscreen document where it must be asked. Otherwise `charging` is undefined unless it is open already. */
  readonly mustKnowCharging?: boolean
  readonly now?: Date
}

/** What the device is doing now, asked of the browser, in the worker. Never rejects: what is not known is undefined. */
export const deviceFacts = async ({
  minutesToday,
  mustKnowCharging = false,
  now = new Date(),
}: DeviceWish): Promise<DeviceFacts> => {
  if (mustKnowCharging) await ensureOffscreen().catch(() => undefined)
  const [idle, charging] = await Promise.all([isIdle(), askCharging().catch(() => undefined)])
  return {
    idle,
    charging,
    minuteOfDay: now.getHours() * 60 + now.getMinutes(),
    minutesToday,
    unmetered: isUnmetered(),
  }
}

/** Hears when the person leaves the device or comes back. Register it while the worker starts. */
export const onIdleChanged = (run: () => void): void => {
  chrome.idle.setDetectionInterval(IDLE_SECONDS)
  chrome.idle.onStateChanged.addListener(() => run())
}
