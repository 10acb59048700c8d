import { inert } from '../i18n/untrusted.ts'
import type { TaskManifest } from '../protocol/task.ts'

/** How a task is called on every page: the publisher's own words, inert and clipped. */
export interface TaskName {
  readonly publisher: string
  readonly title: string
}

export const taskName = ({ publisher, title }: TaskManifest): TaskName => ({
  publisher: inert(publisher.name, 40),
  title: inert(title, 80),
})
