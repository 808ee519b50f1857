// Unpacks the Chromium that the npm package carries into TMPDIR. A process of its own: the package takes its
// settings from the environment and changes that of who imports it.
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
