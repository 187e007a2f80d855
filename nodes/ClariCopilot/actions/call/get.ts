import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { detailsError, detailsItem, readDetails } from '../../calls/callDetails';
import { callLocator, readCallId } from '../../calls/callLocator';
import type { CopilotSession } from '../../transport';
import { optionsParameter } from '../session';
import { simplifyParameter } from '../simplify';
import { MEDIA_OPTIONS, readShape, transcriptParameter } from './shape';

const displayOptions = { show: { resource: ['call'], operation: ['get'] } };

export const description: INodeProperties[] = [
	callLocator(displayOptions),
	simplifyParameter(displayOptions),
	transcriptParameter({ show: { ...displayOptions.show, simplify: [true] } }),
	optionsParameter(displayOptions, MEDIA_OPTIONS),
];

/** Gives a call with transcript, summary and action items. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const id = readCallId(session);
	const shape = readShape(session);
	const answer = await readDetails(session, id, shape);
	if (!answer.ok) throw detailsError(session, answer, id);
	return [{ json: await detailsItem(session, answer.value, shape) }];
}
