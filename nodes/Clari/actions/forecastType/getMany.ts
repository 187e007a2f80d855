import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isRecord, toItemData } from '../../../shared/json/read';
import { apiError } from '../../sessionReport';
import { listForecastTypes } from '../../transport';
import { limitParameters, takeLimit } from '../../../shared/parameters/limit';
import { optionsParameter, readSession } from '../requestOptions';

const displayOptions = { show: { resource: ['forecastType'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	{
		displayName:
			'Only for API profile V1, which no Clari source confirms. On V4, copy the forecast tab ID from the address of the tab in Clari.',
		name: 'profileNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	...limitParameters(displayOptions),
	optionsParameter(displayOptions),
];

/** Lists forecast types, on profile v1 only. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	if (session.connection.profile === 'v4') {
		throw new NodeOperationError(
			this.getNode(),
			`The Clari API v4 has no list of forecast types [item ${itemIndex}]`,
			{
				itemIndex,
				description:
					"Open the forecast tab in Clari and copy its ID from the address of the page into 'Forecast Tab' of a forecast export. If your gateway offers /forecast/types, choose the API profile V1 in the credential.",
			},
		);
	}
	const answer = await listForecastTypes(session);
	if (!answer.ok) {
		throw apiError(session, answer, { attempted: 'Could not list forecast types' });
	}
	return takeLimit(this, itemIndex, answer.value).map((type) => ({
		json: isRecord(type) ? toItemData(type) : { id: String(type) },
	}));
}
