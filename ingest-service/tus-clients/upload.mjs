// Uploads one file with an official client and prints what came of it, as one line of JSON.
//   node upload.mjs tus-js|uppy ENDPOINT FILE CHUNK_BYTES [PARALLEL]      CHUNK_BYTES 0: the whole file in one request
import { createReadStream, readFileSync, statSync } from 'node:fs';

const [client, endpoint, file, chunk, parallel] = process.argv.slice(2);
const metadata = { filename: 'birthday party.mov', filetype: 'video/quicktime', recipe: 'highlights', duration: '10s' };
const chunkSize = Number(chunk) || Infinity;
// Long enough for a server that is killed and started again.
const retryDelays = Array.from({ length: 300 }, () => 1000);

function told(response, url, extra = {}) {
  const job = response ? response.getHeader('Job-Location') : null;
  console.log(JSON.stringify({ url, job, ...extra }));
}

function fail(error) {
  console.log(JSON.stringify({ error: String(error.message ?? error) }));
  process.exit(1);
}

async function withTusJs() {
  const tus = await import('tus-js-client');
  let retries = 0;
  const upload = new tus.Upload(createReadStream(file), {
    endpoint,
    chunkSize,
    metadata,
    retryDelays,
    ...(Number(parallel) > 1 ? { parallelUploads: Number(parallel) } : { uploadSize: statSync(file).size }),
    onShouldRetry: (error) => {
      const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
      const again = status < 400 || status >= 500 || status === 409 || status === 423;
      retries += again ? 1 : 0;
      return again;
    },
    onError: fail,
    onSuccess: ({ lastResponse }) => told(lastResponse, upload.url, { retries }),
  });
  upload.start();
}

async function withUppy() {
  const { default: Uppy } = await import('@uppy/core');
  const { default: Tus } = await import('@uppy/tus');
  const { DefaultHttpStack } = await import('tus-js-client');
  // Uppy sets a property of the browser's request object, which Node's has only once it is sent.
  const stack = new DefaultHttpStack({});
  const httpStack = {
    createRequest: (...args) => Object.assign(stack.createRequest(...args), { _request: {} }),
    getName: () => stack.getName(),
  };
  const uppy = new Uppy({ autoProceed: false }).use(Tus, {
    endpoint,
    httpStack,
    chunkSize,
    retryDelays,
    allowedMetaFields: true,
    onAfterResponse: (_request, response) => { uppy.last = response; },
  });
  const bytes = readFileSync(file);
  uppy.addFile({ name: 'birthday party.mov', type: 'video/quicktime', data: Object.assign(bytes, { size: bytes.length }) });
  uppy.setMeta(metadata);
  const result = await uppy.upload();
  if (result.failed.length > 0) fail(result.failed[0].error);
  told(uppy.last, result.successful[0].uploadURL);
}

await (client === 'uppy' ? withUppy() : withTusJs()).catch?.(fail);
