import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { BASE_PATH, ordersV0 } from './base.ts';
import { orderInPath } from './order-in-path.ts';
import { isRegulated } from './view-order.ts';

/** Orders v0 getOrderRegulatedInfo: restricted as a whole, and not replaced by a later version. */
export const getOrderRegulatedInfo: Operation = {
  ...ordersV0,
  operationId: 'getOrderRegulatedInfo',
  path: `${BASE_PATH}/{orderId}/regulatedInfo`,
  roles: ['direct-to-consumer-shipping'],
  restricted: 'wholly',
  queryParameters: [],
  handle: answerRegulatedInfo,
};

function answerRegulatedInfo(call: Call): Reply {
  const order = orderInPath(call);
  const regulated = isRegulated(order);
  const payload = {
    AmazonOrderId: order.orderId,
    RequiresDosageLabel: regulated,
    RegulatedInformation: { Fields: regulated ? FIELDS : [] },
    RegulatedOrderVerificationStatus: {
      Status: regulated ? 'Pending' : 'Approved',
      RequiresMerchantAction: regulated,
      ValidRejectionReasons: [
        {
          RejectionReasonId: 'shield_pom_vps_reject_product',
          RejectionReasonDescription: 'This medicine is not suitable.',
        },
      ],
    },
  };
  return { status: 200, body: { payload } };
}

const FIELDS = [
  { FieldId: 'pet_prescription_name', FieldLabel: 'Name', FieldType: 'Text', FieldValue: 'Rosie' },
  { FieldId: 'pet_prescription_species', FieldLabel: 'Species', FieldType: 'Text', FieldValue: 'Dog' },
];
