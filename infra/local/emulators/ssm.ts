import * as z from 'zod/mini';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-endpoints.ts';
import { AwsError } from './aws-error.ts';
import { type Operations, operation } from './operations.ts';
import type { Parameter, ParameterStore } from './parameter-store.ts';

/** The part of Systems Manager that the functions and the command use: Parameter Store. */
export const ssmOperations = (store: ParameterStore): Operations => ({
  GetParameter: operation(
    z.object({ Name: z.string(), WithDecryption: z.optional(z.boolean()) }),
    ({ Name, WithDecryption = false }) => ({ Parameter: toParameter(store.find(Name, { decrypt: WithDecryption })) }),
  ),

  GetParameters: operation(
    z.object({ Names: z.array(z.string()), WithDecryption: z.optional(z.boolean()) }),
    ({ Names, WithDecryption = false }) => {
      const known = new Set(store.names());
      return {
        Parameters: Names.filter((name) => known.has(name)).map((name) =>
          toParameter(store.find(name, { decrypt: WithDecryption })),
        ),
        InvalidParameters: Names.filter((name) => !known.has(name)),
      };
    },
  ),

  GetParametersByPath: operation(
    z.object({
      Path: z.string(),
      Recursive: z.optional(z.boolean()),
      WithDecryption: z.optional(z.boolean()),
      MaxResults: z.optional(z.number()),
      NextToken: z.optional(z.string()),
    }),
    ({ Path, Recursive = false, WithDecryption = false, MaxResults = 10, NextToken = '' }) => {
      const prefix = Path.endsWith('/') ? Path : `${Path}/`;
      const below = store
        .names()
        .filter((name) => name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes('/')))
        .filter((name) => name > NextToken);
      const page = below.slice(0, MaxResults);
      return {
        Parameters: page.map((name) => toParameter(store.find(name, { decrypt: WithDecryption }))),
        ...(below.length > page.length && { NextToken: page.at(-1) }),
      };
    },
  ),

  PutParameter: operation(
    z.object({
      Name: z.string(),
      Value: z.string().check(z.minLength(1), z.maxLength(8192)),
      Type: z.optional(z.enum(['String', 'StringList', 'SecureString'])),
      Overwrite: z.optional(z.boolean()),
    }),
    ({ Name, Value, Type, Overwrite = false }) => ({
      Version: store.put({ name: Name, type: Type, value: Value, overwrite: Overwrite }),
      Tier: 'Standard',
    }),
  ),

  DeleteParameter: operation(z.object({ Name: z.string() }), ({ Name }) => {
    if (!store.delete(Name)) throw new AwsError('ParameterNotFound', `There is no parameter ${Name}.`);
    return {};
  }),

  DeleteParameters: operation(z.object({ Names: z.array(z.string()) }), ({ Names }) => {
    const deleted = Names.filter((name) => store.delete(name));
    return { DeletedParameters: deleted, InvalidParameters: Names.filter((name) => !deleted.includes(name)) };
  }),
});

const toParameter = ({ name, type, value, version, lastModifiedAt }: Parameter) => ({
  Name: name,
  Type: type,
  Value: value,
  Version: version,
  LastModifiedDate: lastModifiedAt / 1000,
  ARN: `arn:aws:ssm:${LOCAL_REGION}:${LOCAL_ACCOUNT}:parameter/${name.replace(/^\//, '')}`,
  DataType: 'text',
});
