/** Where the services of a local stack answer: `http://127.0.0.1:<port>`, another port at each start. */
export interface AwsEndpoints {
  region: string;
  dynamodb: string;
  sqs: string;
  s3: string;
  ssm: string;
  states: string;
  lambda: string;
  scheduler: string;
}

/** The one region and account of a local stack. */
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_ACCOUNT = '000000000000';

/** What turns every AWS SDK client towards a local stack. Services that it has not got answer with an error that says so. */
export const endpointVariables = (endpoints: AwsEndpoints): Record<string, string> => ({
  AWS_REGION: endpoints.region,
  AWS_DEFAULT_REGION: endpoints.region,
  AWS_ENDPOINT_URL: endpoints.states,
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  AWS_ENDPOINT_URL_S3: endpoints.s3,
  AWS_ENDPOINT_URL_SSM: endpoints.ssm,
  AWS_ENDPOINT_URL_SFN: endpoints.states,
  AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
  AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler,
});
