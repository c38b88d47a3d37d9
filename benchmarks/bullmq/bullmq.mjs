// The peer on Redis: load a backlog, work it off into the next queue, count what came out. Speaks to its parent as the Java children do.
import { createHash } from 'node:crypto'
import { Queue, Worker } from 'bullmq'

const [port, command, ...rest] = process.argv.slice(2)
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null }

const say = (line) => process.stdout.write(line + '\n')
const orderToEnd = () => new Promise((resolve) => process.stdin.on('end', resolve).resume())

/** The same fact as the contenders on Kafka read, as JSON. */
const footage = (number) => ({
  eventId: id(`event-${number}`),
  occurredAt: '2026-01-01T00:00:00Z',
  job: {
    id: id(`job-${number}`),
    tenant: `tenant-${number % 10}`,
    run: 1,
    recipe: 'highlights',
    route: ['UPLOAD', 'SPLIT', 'ANALYSIS', 'TIMELINE', 'RENDER'],
    options: { format: 'MP4', maxHeight: 720, onChunkFailure: 'SKIP', analyzer: 'local', extra: {} },
    priority: 'NORMAL',
    requestedAt: '2026-01-01T00:00:00Z',
  },
  media: {
    key: 'tenants/acme/jobs/0192f3a1-7a3e-7e07-a54b-5a1c6a0f9d11/source/original',
    size: 734003200,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    contentType: 'video/mp4',
  },
  info: {
    container: 'mov,mp4,m4a,3gp,3g2,mj2',
    claimedDuration: { value: 3600000, scale: 1000 },
    video: { codec: 'h264', width: 1920, height: 1080, frameRate: { value: 30, scale: 1 }, pixelFormat: 'yuv420p' },
    audio: { codec: 'aac', channels: 2, sampleRate: 48000 },
    warnings: [],
  },
  filename: `holiday-${number}`,
})

/** An identifier that follows from a name, in the shape of a UUID. */
function id(name) {
  const hex = createHash('sha1').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const decide = (fact) => ({
  eventId: id(`${fact.job.id}/${fact.job.run}/split`),
  occurredAt: new Date().toISOString(),
  job: fact.job,
  media: fact.media,
  info: fact.info,
  videoChunks: 1,
  audioChunks: 1,
  duration: { value: 3600000, scale: 1000 },
  filename: fact.filename,
})

async function load(records) {
  const queue = new Queue('split', { connection })
  const batch = 1000
  for (let from = 0; from < records; from += batch) {
    const jobs = Array.from({ length: Math.min(batch, records - from) }, (_, i) => ({ name: 'media-stored', data: footage(from + i) }))
    await queue.addBulk(jobs)
  }
  say('LOADED')
  await orderToEnd()
  await queue.close()
}

async function work(concurrency, millis) {
  const next = new Queue('timeline', { connection })
  const pause = () => new Promise((resolve) => setTimeout(resolve, millis))
  const worker = new Worker(
    'split',
    async (job) => {
      if (millis > 0) await pause()
      await next.add('split-finished', decide(job.data))
    },
    { connection, concurrency, removeOnComplete: { count: 0 } },
  )
  worker.on('error', (error) => process.stderr.write(`${error.stack}\n`))
  await worker.waitUntilReady()
  say('READY')
  await orderToEnd()
  await worker.close()
  await next.close()
}

/** Says: different jobs, records, lost, still to be done. */
async function tally(wanted) {
  const queue = new Queue('timeline', { connection })
  const rest = new Queue('split', { connection })
  const seen = new Set()
  let records = 0
  const page = 5000
  for (let from = 0; ; from += page) {
    const jobs = await queue.getJobs(['wait'], from, from + page - 1)
    for (const job of jobs) {
      records++
      seen.add(job.data.job.id)
    }
    if (jobs.length < page) break
  }
  const left = await rest.getJobCounts('wait', 'active', 'delayed', 'failed')
  const open = Object.values(left).reduce((sum, count) => sum + count, 0)
  say(`TALLY ${seen.size} ${records} ${wanted - seen.size} ${open}`)
  await orderToEnd()
  await queue.close()
  await rest.close()
}

switch (command) {
  case 'load':
    await load(Number(rest[0]))
    break
  case 'work':
    await work(Number(rest[0]), Number(rest[1]))
    break
  case 'tally':
    await tally(Number(rest[0]))
    break
  default:
    throw new Error(`Expected load, work or tally, but got ${command}`)
}
