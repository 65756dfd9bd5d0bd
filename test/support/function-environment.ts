import type { Template } from 'aws-cdk-lib/assertions';

/** A function's environment as AWS would resolve it: parameters by their defaults, what other stacks export by its export's name. */
export function environmentOf(template: Template, variables: Record<string, unknown>): Record<string, string> {
  const { Parameters = {} } = template.toJSON();
  const resolve = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null) throw new Error(`Not a variable: ${JSON.stringify(value)}`);
    const [[intrinsic, argument] = []] = Object.entries(value);
    if (intrinsic === 'Fn::ImportValue') return String(argument);
    if (intrinsic === 'Fn::Join') return argument[1].map(resolve).join(argument[0]);
    if (intrinsic === 'Ref') return String(Parameters[argument]?.Default ?? PSEUDO_PARAMETERS.get(argument));
    throw new Error(`Not known here: ${intrinsic}`);
  };
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, resolve(value)]));
}

const PSEUDO_PARAMETERS = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::Region', 'eu-central-1'],
  ['AWS::AccountId', '111122223333'],
]);
