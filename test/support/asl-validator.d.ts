declare module 'asl-validator' {
  /** Checks a definition in the Amazon States Language. */
  export default function aslValidator(definition: unknown): { isValid: boolean; errorsText: () => string };
}
