import { CfnParameter, type Stack } from 'aws-cdk-lib/core';

/** What a deployment may be told about the world outside; a simulation sets these. */
export interface SyncParameters {
  readonly SP_API_ENDPOINT: string;
  readonly LWA_ENDPOINT: string;
  readonly SPEED: string;
}

const WEB_ADDRESS = 'https?://.+';

/** The parameters of the sync stack, as the variables that functions read them from. */
export function syncParameters(stack: Stack): SyncParameters {
  const spApiEndpoint = new CfnParameter(stack, 'SpApiEndpoint', {
    description: "Base URL of the SP-API. Empty: Amazon's production endpoint of each shop's region.",
    default: '',
    allowedPattern: `(${WEB_ADDRESS})?`,
    constraintDescription: 'SpApiEndpoint is empty or an http(s) URL.',
  });
  const lwaEndpoint = new CfnParameter(stack, 'LwaEndpoint', {
    description: 'Full URL of the Login with Amazon token endpoint.',
    default: 'https://api.amazon.com/auth/o2/token',
    allowedPattern: WEB_ADDRESS,
    constraintDescription: 'LwaEndpoint is an http(s) URL.',
  });
  const speed = new CfnParameter(stack, 'Speed', {
    description: "Multiplies Amazon's rates and divides the pauses that are policy. 1, except against a simulation.",
    default: '1',
    allowedPattern: '[0-9]+([.][0-9]+)?',
    constraintDescription: 'Speed is a number above 0.',
  });
  return {
    SP_API_ENDPOINT: spApiEndpoint.valueAsString,
    LWA_ENDPOINT: lwaEndpoint.valueAsString,
    SPEED: speed.valueAsString,
  };
}
