import { inferElementwise, repeatedSquaredNorm, sumToShape } from './add.ts'
import type { Operator, RuleContext } from './operator.ts'

type Context = Pick<RuleContext, 'emit' | 'inputNames'> & { readonly gradient: string }

/** dL/da and dL/db of a / b before they are summed to their shapes. a / b^2 is (a / b) / b: b^2 may overflow. */
const numerator = ({ emit, inputNames, gradient }: Context): string =>
  emit.node('Div', [gradient, inputNames[1]!])
const denominator = ({ emit, inputNames, gradient }: Context): string => {
  const quotient = emit.node('Div', inputNames)
  return emit.node('Neg', [emit.node('Mul', [emit.node('Div', [gradient, inputNames[1]!]), quotient])])
}

/**
 * ONNX Div, a / b, with multidirectional broadcasting. Nothing guards a b of 0: such an example has no finite gradient and
 * is left out by clipping.
 */
export const div: Operator = {
  name: 'Div',
  infer: (inputs, attributes) => inferElementwise('Div', inputs, attributes),
  lower: ({ emit, inputNames }) => emit.node('Div', inputNames),
  gradient: (context) => {
    const { emit, inputs, inputNames, output, gradient, wanted } = context
    const [a, b] = inputs
    // Clipping sets both the gradient and b to 0 in the rows of an example that it leaves out, and 0 / 0 would enter the
    // sum: where the gradient of a parameter a is 0, so is its quotient, by whatever b.
    const guarded = () => {
      const idle = emit.node('Equal', [gradient, emit.scalar(0)])
      const divisor = emit.node('Where', [idle, emit.scalar(1), inputNames[1]!])
      return numerator({ emit, gradient, inputNames: [inputNames[0]!, divisor] })
    }
    const own = () => (b!.perExample && !a!.perExample ? guarded() : numerator(context))
    return [
      wanted[0] === true ? sumToShape(emit, own(), output.shape, a!.shape) : undefined,
      wanted[1] === true ? sumToShape(emit, denominator(context), output.shape, b!.shape) : undefined,
    ]
  },
  squaredNorm: (context) => {
    const { emit, inputs, output, parameter } = context
    const own = parameter === 0 ? numerator(context) : denominator(context)
    return repeatedSquaredNorm(emit, own, output.shape, inputs[parameter]!.shape)
  },
}
