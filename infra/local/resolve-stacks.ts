import { LOCAL_ACCOUNT, LOCAL_REGION } from './aws-endpoints.ts';
import { holds, NO_VALUE, resolveIntrinsics, type Scope } from './intrinsics.ts';
import { type ResourceType, resourceType } from './resource-types.ts';
import { type Resource, type Stack, TemplateError } from './template.ts';

/** A resource of a template. Its properties are resolved when they are asked for: a queue has its URL only once SQS is up. */
export interface ResolvedResource {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  readonly arn: string;
  properties(): Record<string, unknown>;
}

/**
 * All resources of all stacks that a local stack runs, conditions applied. Throws a TemplateError for a type that it does
 * not know and for a parameter value that no template asks for.
 */
export function resolveStacks(
  stacks: readonly Stack[],
  { parameters, queueUrl }: { parameters: Record<string, string>; queueUrl: (name: string) => string },
): ResolvedResource[] {
  for (const [name, value] of Object.entries(parameters)) checkParameter(stacks, { name, value });
  const scopes = stacks.map((stack) => new StackScope(stack, { parameters, queueUrl, importValue }));
  return scopes.flatMap((scope) => scope.resources());

  function importValue(name: string): unknown {
    for (const scope of scopes) {
      const output = scope.exported(name);
      if (output !== undefined) return output.value;
    }
    throw new TemplateError(`No stack exports ${name}.`);
  }
}

/** As a deployment would: the parameter must be there, and its value match its pattern. */
function checkParameter(stacks: readonly Stack[], { name, value }: { name: string; value: string }): void {
  const parameters = stacks.flatMap(({ template }) => template.Parameters?.[name] ?? []);
  if (parameters.length === 0) throw new TemplateError(`No template has the parameter ${name}.`);
  for (const { AllowedPattern, ConstraintDescription } of parameters) {
    if (AllowedPattern === undefined || new RegExp(`^(?:${AllowedPattern})$`).test(value)) continue;
    throw new TemplateError(ConstraintDescription ?? `The parameter ${name} must match ${AllowedPattern}.`);
  }
}

interface Means {
  parameters: Record<string, string>;
  queueUrl: (name: string) => string;
  importValue: (name: string) => unknown;
}

const PSEUDO_PARAMETERS: Record<string, unknown> = {
  'AWS::Region': LOCAL_REGION,
  'AWS::AccountId': LOCAL_ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': NO_VALUE,
  'AWS::NotificationARNs': [],
};

class StackScope implements Scope {
  private readonly stack: Stack;
  private readonly means: Means;

  constructor(stack: Stack, means: Means) {
    this.stack = stack;
    this.means = means;
  }

  resources(): ResolvedResource[] {
    return Object.keys(this.stack.template.Resources ?? {})
      .filter((logicalId) => this.exists(this.resource(logicalId).Condition))
      .filter((logicalId) => this.typeOf(logicalId).runs)
      .map((logicalId) => ({
        stack: this.stack,
        logicalId,
        type: this.resource(logicalId).Type,
        name: this.nameOf(logicalId),
        arn: this.arnOf(logicalId),
        properties: () => this.propertiesOf(logicalId),
      }));
  }

  exported(name: string): { value: unknown } | undefined {
    const output = Object.values(this.stack.template.Outputs ?? {}).find(
      ({ Export, Condition }) =>
        Export !== undefined && this.exists(Condition) && resolveIntrinsics(Export.Name, this) === name,
    );
    return output && { value: resolveIntrinsics(output.Value, this) };
  }

  ref(name: string): unknown {
    if (name in PSEUDO_PARAMETERS) return PSEUDO_PARAMETERS[name];
    if (name === 'AWS::StackName') return this.stack.name;
    if (name === 'AWS::StackId')
      return `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${this.stack.name}/local`;
    const parameter = this.stack.template.Parameters?.[name];
    if (parameter === undefined) return this.refToResource(name);
    const value = this.means.parameters[name] ?? parameter.Default;
    if (value === undefined)
      throw new TemplateError(`The parameter ${name} of the stack ${this.stack.name} has no value.`);
    return value;
  }

  attribute(logicalId: string, attribute: string): unknown {
    if (attribute === 'Arn') return this.arnOf(logicalId);
    const name = this.nameOf(logicalId);
    const known = this.typeOf(logicalId).attributes?.(name)[attribute];
    if (known !== undefined) return known;
    throw new TemplateError(`A local stack does not know ${this.describe(logicalId)}.${attribute}.`);
  }

  importValue(exportName: string): unknown {
    return this.means.importValue(exportName);
  }

  condition(name: string): boolean {
    const condition = this.stack.template.Conditions?.[name];
    if (condition === undefined) throw new TemplateError(`The stack ${this.stack.name} has no condition ${name}.`);
    return holds(condition, this);
  }

  mapped(map: string, first: string, second: string): unknown {
    const value = this.stack.template.Mappings?.[map]?.[first]?.[second];
    if (value === undefined) throw new TemplateError(`The stack ${this.stack.name} maps no ${map}.${first}.${second}.`);
    return value;
  }

  private refToResource(logicalId: string): string {
    const { ref } = this.typeOf(logicalId);
    if (ref === 'arn') return this.arnOf(logicalId);
    return ref === 'queue-url' ? this.means.queueUrl(this.nameOf(logicalId)) : this.nameOf(logicalId);
  }

  private nameOf(logicalId: string): string {
    const { nameProperty } = this.typeOf(logicalId);
    const { Type, Properties = {} } = this.resource(logicalId);
    const given = nameProperty === undefined ? undefined : resolveIntrinsics(Properties[nameProperty], this);
    return typeof given === 'string' ? given : generateName(this.stack.name, logicalId, Type);
  }

  private arnOf(logicalId: string): string {
    const type = this.typeOf(logicalId);
    return type.arn(this.nameOf(logicalId), this.propertiesNaming(logicalId));
  }

  /** The few properties that a resource's ARN is made of. */
  private propertiesNaming(logicalId: string): Record<string, unknown> {
    const { GroupName } = this.resource(logicalId).Properties ?? {};
    return GroupName === undefined ? {} : { GroupName: resolveIntrinsics(GroupName, this) };
  }

  private propertiesOf(logicalId: string): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(Object(resolveIntrinsics(this.resource(logicalId).Properties ?? {}, this))),
    );
  }

  private resource(logicalId: string): Resource {
    const resource = this.stack.template.Resources?.[logicalId];
    if (resource === undefined) throw new TemplateError(`The stack ${this.stack.name} has no ${logicalId}.`);
    return resource;
  }

  private typeOf(logicalId: string): ResourceType {
    const type = resourceType(this.resource(logicalId).Type);
    if (type === undefined) throw new TemplateError(`A local stack cannot run ${this.describe(logicalId)}.`);
    return type;
  }

  private exists(condition: string | undefined): boolean {
    return condition === undefined || this.condition(condition);
  }

  private describe(logicalId: string): string {
    return `${this.resource(logicalId).Type} ${logicalId} of the stack ${this.stack.name}`;
  }
}

function generateName(stack: string, logicalId: string, type: string): string {
  const name = `${stack}-${logicalId}`;
  return type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}
