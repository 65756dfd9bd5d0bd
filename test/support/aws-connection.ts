/** What an AWS SDK client needs to talk to a service on this machine. */
export const awsConnection = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});
