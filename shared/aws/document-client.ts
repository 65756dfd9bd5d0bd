import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, NumberValue } from '@aws-sdk/lib-dynamodb';

/**
 * A DynamoDB client that speaks plain objects; `undefined` properties are not written. A number that is too large for
 * JavaScript is read as a NumberValue, and written as it was: users put rows into some tables, and may number things as they like.
 */
export const createDocumentClient = (client = new DynamoDBClient({})) =>
  DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: toNumber },
  });

/** The SDK by itself makes BigInts, and of what is no integer an error that keeps all rows of an answer from being read. */
function toNumber(digits: string): number | NumberValue {
  const number = Number(digits);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : NumberValue.from(digits);
}
