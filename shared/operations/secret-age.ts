import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days since a secret was last written; undefined when there is none. Its content is not decrypted. */
export async function secretAgeDays(
  name: string,
  { ssm, now }: { ssm: SSMClient; now: () => Date },
): Promise<number | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
    const writtenAt = Parameter?.LastModifiedDate;
    return writtenAt && Math.floor((now().getTime() - writtenAt.getTime()) / DAY_MS);
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}
