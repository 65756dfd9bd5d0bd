/** What an AWS SDK client needs to talk to a service on this machine. */
export const awsConnection = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});

/**
 * The same for a store that is only the ground a story stands on. A busy machine may break several connections of
 * loopback within a tenth of a second, which is all the time that the SDK's own few attempts take.
 */
export const patientConnection = (endpoint: string) => ({ ...awsConnection(endpoint), maxAttempts: 10 });
