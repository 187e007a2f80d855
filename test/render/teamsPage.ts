import { readFileSync } from 'node:fs';

import type { TeamsMessage } from '../../nodes/ForecastDiff/alert';

/** Colours and sizes of the light theme of Microsoft Teams, as far as cards use them. */
const HOST_CONFIG = {
	fontFamily: "'Segoe UI', 'Liberation Sans', 'DejaVu Sans', system-ui, sans-serif",
	spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
	separator: { lineThickness: 1, lineColor: '#E1E1E1' },
	supportsInteractivity: true,
	fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
	fontWeights: { lighter: 200, default: 400, bolder: 600 },
	containerStyles: {
		default: containerStyle('#FFFFFF'),
		emphasis: containerStyle('#F3F2F1'),
		attention: containerStyle('#FDF3F4'),
		warning: containerStyle('#FFF4CE'),
	},
	actions: { buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left' },
};

/** A page that renders the card with Microsoft's own renderer. */
export function teamsPage(message: TeamsMessage): string {
	const renderer = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8');
	const card = message.attachments[0]?.content;
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><style>
body{margin:0;padding:24px;background:#f5f5f5;font-family:${HOST_CONFIG.fontFamily}}
#card{overflow-wrap:anywhere;background:#fff;border:1px solid #e1e1e1;border-radius:6px;box-shadow:0 2px 4px rgba(0,0,0,.08);overflow:hidden}
.ac-actionSet{flex-wrap:wrap;gap:8px}.ac-pushButton{border:1px solid #d1d1d1;border-radius:4px;background:#fff;padding:6px 14px;font:600 14px ${HOST_CONFIG.fontFamily}}
</style></head><body><div id="card"></div>
<script>${inScript(renderer)}</script>
<script>
const card = new AdaptiveCards.AdaptiveCard();
card.hostConfig = new AdaptiveCards.HostConfig(${inScript(JSON.stringify(HOST_CONFIG))});
card.parse(${inScript(JSON.stringify(card))});
document.getElementById('card').appendChild(card.render());
</script></body></html>`;
}

/** Names must not end the script that carries them. */
function inScript(code: string): string {
	return code.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '<\\!--');
}

function containerStyle(backgroundColor: string) {
	const color = (name: string, subtle: string) => ({ default: name, subtle });
	return {
		backgroundColor,
		foregroundColors: {
			default: color('#242424', '#616161'),
			accent: color('#5B5FC7', '#5B5FC7'),
			good: color('#237B4B', '#237B4B'),
			warning: color('#8A5A00', '#8A5A00'),
			attention: color('#C4314B', '#C4314B'),
		},
	};
}
