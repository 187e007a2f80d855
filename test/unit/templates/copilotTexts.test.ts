import { PARAMETERS } from '../../../nodes/ClariCopilot/polling/description';
import { SCORECARD_HOURS } from '../../../nodes/ClariCopilot/polling/settings';
import { evaluate, nodeOf, textOf } from './nodes';

/** What the templates of Clari Copilot say. */

const FILE = 'copilot-call-analyzed.json';
const WARNING = 'Clari Copilot could not give the details of the call in all attempts.';

const event = (call: object, more: object = {}) => ({
	id: 'e1',
	call: { id: 'c1', title: 'Demo', accountName: 'Aster Inc', ...call },
	...more,
});

const slackOf = (item: object) => textOf(FILE, 'Tell Slack', item).split('\n');

const crmOf = (item: object): unknown =>
	JSON.parse(evaluate(nodeOf(FILE, 'Update CRM').parameters.jsonBody ?? '', item));

test('a call whose details could not be had is not told as one without a summary', () => {
	const item = event({ summary: null }, { warnings: [WARNING] });
	expect(slackOf(item)).toEqual(['*Call analyzed: Demo* · Aster Inc', WARNING]);
	expect(crmOf(item)).toMatchObject({ summary: null, warnings: [WARNING] });
});

test('a call without a summary, and one with everything', () => {
	expect(slackOf(event({ summary: null }))).toEqual([
		'*Call analyzed: Demo* · Aster Inc',
		'No summary.',
	]);
	const whole = event({ summary: 'They like it.', actionItems: [{ text: 'Send an offer' }] });
	expect(slackOf(whole).slice(1)).toEqual(['They like it.', '• Send an offer']);
	expect(crmOf(whole)).toMatchObject({ summary: 'They like it.', warnings: [] });
});

test('the note about scorecards names the option and the time that the panel has', () => {
	const { content = '' } = nodeOf('copilot-low-scorecard.json', 'Set up').parameters;
	const displayName = 'Scorecard Window (Hours)';
	const { options = [] } = PARAMETERS.find(({ name }) => name === 'options') ?? {};
	expect(options).toContainEqual(
		expect.objectContaining({ name: 'scorecardHours', displayName, default: SCORECARD_HOURS }),
	);
	expect(content).toContain(`those of the last ${SCORECARD_HOURS} hours`);
	expect(content).toContain(`*${displayName}*`);
});
