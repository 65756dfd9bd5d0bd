import * as z from 'zod/mini';

export const Resource = z.object({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  Condition: z.optional(z.string()),
});
export type Resource = z.infer<typeof Resource>;

/** A synthesized CloudFormation template, as far as a local stack reads it. */
export const Template = z.object({
  Parameters: z.optional(
    z.record(
      z.string(),
      z.object({
        Type: z.string(),
        Default: z.optional(z.unknown()),
        AllowedPattern: z.optional(z.string()),
        ConstraintDescription: z.optional(z.string()),
      }),
    ),
  ),
  Conditions: z.optional(z.record(z.string(), z.unknown())),
  Mappings: z.optional(z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())))),
  Resources: z.optional(z.record(z.string(), Resource)),
  Outputs: z.optional(
    z.record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Export: z.optional(z.object({ Name: z.unknown() })),
        Condition: z.optional(z.string()),
      }),
    ),
  ),
});
export type Template = z.infer<typeof Template>;

export interface Stack {
  readonly name: string;
  readonly template: Template;
  /** Directories of bundled code by the S3 key under which a deployment would find them. */
  readonly assets: ReadonlyMap<string, string>;
}

/** Thrown when a template asks for something that a local stack cannot do. Names stack and resource. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
