// The face of the package for hosts and scripts: node and credential classes, and the pure diff engine.
const { ClariApi } = require('./dist/credentials/ClariApi.credentials.js');
const { Clari } = require('./dist/nodes/Clari/Clari.node.js');
const { ForecastDiff } = require('./dist/nodes/ForecastDiff/ForecastDiff.node.js');
const forecastDiffEngine = require('./dist/nodes/ForecastDiff/engine/index.js');

module.exports = { Clari, ClariApi, ForecastDiff, forecastDiffEngine };
