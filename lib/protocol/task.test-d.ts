import type * as v from 'valibot'
import { expectTypeOf } from 'vitest'
import type { SignedTask, TaskManifest } from './manifest.ts'
import type { SignedTaskSchema, TaskManifestSchema } from './task.ts'

expectTypeOf<v.InferOutput<typeof TaskManifestSchema>>().toEqualTypeOf<TaskManifest>()
expectTypeOf<Readonly<v.InferOutput<typeof SignedTaskSchema>>>().toEqualTypeOf<SignedTask>()
