/**
 * Compiles native/src/gpu/gpu.cc against FAISS's own GPU headers, which are in Debian's source package but not in its binary
 * packages: `node scripts/check-gpu-source.mjs [--source FOLDER]`. Without CUDA's headers it uses stubs of the few types that FAISS's
 * headers name, and the output says so. The object file is discarded; nothing is linked or run.
 *
 * Exits with 0 when it compiles, 1 when it does not, 2 when there is no FAISS source to compile against, or no compiler.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faissSource } from './faiss-source.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Declarations of the CUDA types that FAISS's GPU headers and gpu.cc use. */
const standIns = {
  'cuda_runtime.h': `#pragma once
#include <cstddef>
typedef struct CUstream_st* cudaStream_t;
typedef struct CUevent_st* cudaEvent_t;
enum cudaError { cudaSuccess = 0 };
typedef enum cudaError cudaError_t;
struct cudaDeviceProp { char name[256]; size_t totalGlobalMem; };
extern "C" cudaError_t cudaGetDeviceCount(int*);
extern "C" cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp*, int);
extern "C" cudaError_t cudaSetDevice(int);
extern "C" cudaError_t cudaMemGetInfo(size_t*, size_t*);
extern "C" cudaError_t cudaGetLastError(void);
extern "C" const char* cudaGetErrorString(cudaError_t);
`,
  'cublas_v2.h': `#pragma once
typedef struct cublasContext* cublasHandle_t;
`,
};

function cudaIncludes(folder) {
  const candidates = [process.env.CUDA_HOME && join(process.env.CUDA_HOME, 'include'), '/usr/local/cuda/include', '/usr/include'].filter(
    Boolean,
  );
  const includes = [];
  const missing = [];
  for (const header of Object.keys(standIns)) {
    const found = candidates.find((path) => existsSync(join(path, header)));
    if (found) includes.push(found);
    else {
      writeFileSync(join(folder, header), standIns[header]);
      missing.push(header);
    }
  }
  return { includes: [...new Set([...includes, folder])], missing };
}

async function main() {
  const given = process.argv.indexOf('--source');
  const source = given > 0 ? process.argv[given + 1] : await faissSource();
  if (!source || !existsSync(join(source, 'faiss/gpu/GpuCloner.h'))) {
    console.log('GPU source not checked: no FAISS source here (apt-get source faiss needs Debian’s archive, or give --source FOLDER)');
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-gpu-check-'));
  try {
    mkdirSync(folder, { recursive: true });
    const { includes, missing } = cudaIncludes(folder);
    const args = [
      '-std=gnu++17',
      '-c',
      '-O2',
      '-o',
      join(folder, 'gpu.o'),
      '-Wall',
      '-Wno-deprecated-declarations',
      '-DRANKLAB_WITH_GPU',
      '-fopenmp',
      `-I${source}`,
      `-I${join(root, 'native/src')}`,
    ];
    const result = spawnSync(
      process.env.CXX || 'c++',
      [...args, ...includes.map((path) => `-I${path}`), join(root, 'native/src/gpu/gpu.cc')],
      {
        encoding: 'utf8',
      },
    );
    if (result.error) {
      console.log(`GPU source not checked: no C++ compiler here (${result.error.message})`);
      return 2;
    }
    process.stderr.write(result.stderr ?? '');
    const headers = missing.length === 0 ? 'CUDA’s own headers' : `stand-ins for ${missing.join(', ')}`;
    console.log(result.status === 0 ? `GPU source compiles against ${source} and ${headers}` : 'GPU source does not compile');
    return result.status === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
