import { defineBackground } from 'wxt/utils/define-background'
import { start } from './start.ts'

// Listeners must be registered in the worker's first turn, or Chrome does not wake it for their events.
export default defineBackground({ type: 'module', main: start })
