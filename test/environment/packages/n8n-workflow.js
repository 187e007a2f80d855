// Loaded by sharedPackages.js; jest.config.js puts this in the place of the package.
module.exports = globalThis.sharedPackages['n8n-workflow'];
