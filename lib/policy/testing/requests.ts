import type { DeviceFacts, PolicyRequest, TaskFacts } from '../request.ts'

/** What a test changes of the request below. */
export interface RequestChanges extends Partial<Omit<PolicyRequest, 'task' | 'device'>> {
  readonly task?: Partial<TaskFacts>
  readonly device?: Partial<DeviceFacts>
}

/** A request that a careful person might allow: research on pictures, with noise, paid for. */
export const requestFixture = ({ task, device, ...changes }: RequestChanges = {}): PolicyRequest => ({
  origin: 'https://digits.example',
  topOrigin: 'https://digits.example',
  publisher: '0x00000000000000000000000000000000000000a1',
  attestations: [],
  purposes: ['dpv:AcademicResearch'],
  category: 'pd:Picture',
  kind: 'image',
  dataset: 'pictures',
  now: Date.UTC(2026, 10, 23, 12),
  ...changes,
  task: {
    unit: 'record',
    noise: true,
    epsilonPerRound: 0.1,
    epsilonPerTask: 0.8,
    epsilonPerPublisher: 0.8,
    epsilonPerPeriod: { day: 0.8, week: 0.8, month: 0.8, year: 0.8 },
    aggregation: 'plain',
    minCohort: 50,
    reward: {
      chainId: 8453,
      token: '0x00000000000000000000000000000000000000c1',
      perContribution: '250000',
    },
    funded: true,
    retentionDays: 90,
    recipients: ['Digit Lab'],
    jurisdiction: 'DE',
    license: 'Apache-2.0',
    ...task,
  },
  device: {
    idle: false,
    charging: true,
    minuteOfDay: 780,
    minutesToday: 0,
    unmetered: true,
    ...device,
  },
})
