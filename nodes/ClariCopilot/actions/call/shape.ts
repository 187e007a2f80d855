import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { collectionParameter, flagParameter, textParameter } from '../../../shared/parameters/read';
import type { CallShape } from '../../calls/callDetails';
import type { TranscriptForm } from '../../calls/callItem';
import type { CopilotSession } from '../../transport';

const FORMS: readonly TranscriptForm[] = ['text', 'turns', 'none'];

/** How to give out the transcript. */
export function transcriptParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Transcript',
		name: 'transcript',
		type: 'options',
		options: [
			{ name: 'None', value: 'none', description: 'Leave it out' },
			{ name: 'Text', value: 'text', description: 'One text with times and names of speakers' },
			{
				name: 'Turns',
				value: 'turns',
				description: 'A list with an entry for each turn, with annotations',
			},
		],
		default: 'text',
		description: 'How to give out what was said',
		displayOptions,
	};
}

/** Entries of Options about recordings. */
export const MEDIA_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Include Audio URL',
		name: 'includeAudio',
		type: 'boolean',
		default: false,
		description: 'Whether to include a signed address of the audio, good for four hours',
	},
	{
		displayName: 'Include Video URL',
		name: 'includeVideo',
		type: 'boolean',
		default: false,
		description: 'Whether to include a signed address of the video, good for four hours',
	},
];

export function readShape({ context, itemIndex }: CopilotSession): CallShape {
	const options = collectionParameter(context, 'options', itemIndex);
	const wanted = textParameter(context, 'transcript', itemIndex, 'text');
	return {
		simplify: flagParameter(context, 'simplify', itemIndex, true),
		transcript: FORMS.find((form) => form === wanted) ?? 'text',
		includeAudio: options.includeAudio === true,
		includeVideo: options.includeVideo === true,
	};
}
