import { TemplateError } from './template.ts';

/** What intrinsic functions of one stack refer to. Each throws a TemplateError for what it does not know. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  condition(name: string): boolean;
  mapped(map: string, first: string, second: string): unknown;
}

/** Resolves every intrinsic function in a value. Properties that resolve to `AWS::NoValue` are left out. */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
    return resolveFunction(only[0], only[1], scope);
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, resolveIntrinsics(item, scope)]).filter(([, item]) => item !== NO_VALUE),
  );
}

/** What `Ref: AWS::NoValue` stands for until it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** Whether a condition (an `Fn::Equals`, `Fn::And`, … or a reference to another) holds. */
export function holds(condition: unknown, scope: Scope): boolean {
  const [[name, argument] = ['', undefined]] = Object.entries(Object(condition));
  switch (name) {
    case 'Condition':
      return scope.condition(String(argument));
    case 'Fn::Equals': {
      const [left, right] = list(resolveIntrinsics(argument, scope), name);
      return left === right;
    }
    case 'Fn::And':
      return list(argument, name).every((part) => holds(part, scope));
    case 'Fn::Or':
      return list(argument, name).some((part) => holds(part, scope));
    case 'Fn::Not':
      return !list(argument, name).every((part) => holds(part, scope));
    default:
      throw new TemplateError(`A local stack cannot evaluate the condition ${JSON.stringify(condition)}.`);
  }
}

function resolveFunction(name: string, argument: unknown, scope: Scope): unknown {
  const resolved = () => resolveIntrinsics(argument, scope);
  switch (name) {
    case 'Ref':
      return scope.ref(String(argument));
    case 'Fn::GetAtt': {
      const [logicalId = '', ...attribute] = Array.isArray(argument)
        ? argument.map(String)
        : String(argument).split('.');
      return scope.attribute(logicalId, attribute.join('.'));
    }
    case 'Fn::Join': {
      const [delimiter, parts] = list(resolved(), name);
      return list(parts, name).map(String).join(String(delimiter));
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::ImportValue':
      return scope.importValue(String(resolved()));
    case 'Fn::Select': {
      const [index, items] = list(resolved(), name);
      return list(items, name)[Number(index)];
    }
    case 'Fn::Split': {
      const [delimiter, text] = list(resolved(), name);
      return String(text).split(String(delimiter));
    }
    case 'Fn::If': {
      const [condition, yes, no] = list(argument, name);
      return resolveIntrinsics(scope.condition(String(condition)) ? yes : no, scope);
    }
    case 'Fn::FindInMap': {
      const [map, first, second] = list(resolved(), name);
      return scope.mapped(String(map), String(first), String(second));
    }
    case 'Fn::Base64':
      return Buffer.from(String(resolved())).toString('base64');
    default:
      throw new TemplateError(`A local stack cannot resolve ${name}.`);
  }
}

/** `${Name}`, `${LogicalId.Attribute}`, `${!literal}`; variables of its own come first. */
function substitute(argument: unknown, scope: Scope): string {
  const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = new Map(Object.entries(Object(resolveIntrinsics(own ?? {}, scope))));
  return String(text).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (variables.has(name)) return String(variables.get(name));
    const [logicalId = '', ...attribute] = name.split('.');
    return String(attribute.length === 0 ? scope.ref(name) : scope.attribute(logicalId, attribute.join('.')));
  });
}

function list(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${name} takes a list, not ${JSON.stringify(value)}.`);
}
