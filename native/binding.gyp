{
  "targets": [
    {
      "target_name": "ranklab_faiss",
      "sources": [
        "src/binding/addon.cc",
        "src/memory/stage.cc",
        "src/binding/index-handle.cc",
        "src/binding/index-handle-change.cc",
        "src/binding/index-handle-search.cc",
        "src/kernels/dispatch-flat.cc",
        "src/io/byte-source.cc",
        "src/errors.cc",
        "src/threads/threads.cc",
        "src/threads/parallel.cc",
        "src/kernels/kernels.cc",
        "src/kernels/kernels-x86.cc",
        "src/index/factory-check.cc",
        "src/io/file-check.cc",
        "src/io/structure-check.cc",
        "src/io/index-file.cc",
        "src/io/index-bytes.cc",
        "src/index/vector-index.cc",
        "src/index/vector-index-train.cc",
        "src/training/k-means.cc",
        "src/training/fill-lists.cc",
        "src/index/vector-index-change.cc",
        "src/index/vector-index-fill.cc",
        "src/index/vector-index-merge.cc",
        "src/index/vector-index-search.cc",
        "src/search/search-flat.cc",
        "src/search/search-graph.cc",
        "src/search/search-lists.cc",
        "src/search/range-search.cc",
        "src/index/index-size.cc",
        "src/search/search-settings.cc",
        "src/training/training-settings.cc"
      ],
      "variables": {
        "faiss_include%": "<!(node -p \"process.env.RANKLAB_FAISS_INCLUDE || ''\")",
        "faiss_libraries%": "<!(node -p \"process.env.RANKLAB_FAISS_LIBRARIES || ({ darwin: '-lfaiss -lomp -framework Accelerate', win32: 'faiss.lib openblas.lib libomp.lib' })[process.platform] || '-lfaiss -lopenblas -lgomp'\")",
        "library_folder%": "<!(node -p \"process.env.RANKLAB_FAISS_LIBRARY_FOLDER || (process.platform === 'darwin' ? (process.arch === 'arm64' ? '/opt/homebrew/lib' : '/usr/local/lib') : '')\")",
        "with_gpu%": "<!(node -p \"process.env.RANKLAB_FAISS_GPU === '1' ? 1 : 0\")",
        "cuda_include%": "<!(node -p \"process.env.RANKLAB_CUDA_INCLUDE || '/usr/local/cuda/include'\")"
      },
      "include_dirs": ["src", "<!@(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["NAPI_VERSION=8", "NAPI_CPP_EXCEPTIONS", "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"],
      "cflags!": ["-fno-exceptions"],
      "cflags_cc!": ["-fno-exceptions", "-fno-rtti"],
      "cflags_cc": ["-std=gnu++17", "-O3", "-fopenmp", "-fvisibility=hidden", "-ffp-contract=off", "-Wno-unused-parameter", "-Wno-uninitialized", "-Wno-maybe-uninitialized", "-Wno-cast-function-type"],
      "libraries": ["<@(faiss_libraries)"],
      "conditions": [
        ["faiss_include != ''", { "include_dirs": ["<(faiss_include)"] }],
        [
          "with_gpu == 1",
          { "sources": ["src/gpu/gpu.cc"], "defines": ["RANKLAB_WITH_GPU"], "include_dirs": ["<(cuda_include)"] },
          { "sources": ["src/gpu/gpu-none.cc"] }
        ],
        ["OS == 'win'", { "sources": ["src/platform/system-windows.cc"] }, { "sources": ["src/platform/system-posix.cc"] }],
        [
          "OS == 'linux'",
          {
            # RPATH, not RUNPATH: it also serves the libraries that the libraries beside the addon need (scripts/bundle-libraries.mjs).
            "ldflags": ["-Wl,-rpath,'$$ORIGIN'", "-Wl,--disable-new-dtags"]
          }
        ],
        [
          # Not tested yet (docs/release.md).
          "OS == 'win'",
          {
            # The kernels use the vector types of GCC and Clang, which MSVC does not have.
            "msbuild_toolset": "ClangCL",
            "msvs_settings": {
              "VCCLCompilerTool": {
                "ExceptionHandling": 1,
                "RuntimeTypeInfo": "true",
                "AdditionalOptions": ["/std:c++17", "/openmp", "/fp:precise", "-Wno-unused-parameter"]
              }
            }
          }
        ],
        [
          # Not tested yet (docs/release.md).
          "OS == 'mac'",
          {
            "include_dirs": ["<(library_folder)/../include"],
            "xcode_settings": {
              "OTHER_CPLUSPLUSFLAGS": ["-O3", "-Xpreprocessor", "-fopenmp", "-fvisibility=hidden", "-ffp-contract=off", "-Wno-unused-parameter"],
              "OTHER_LDFLAGS": ["-L<(library_folder)", "-Wl,-rpath,@loader_path"],
              "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
              "GCC_ENABLE_CPP_RTTI": "YES",
              "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
              "MACOSX_DEPLOYMENT_TARGET": "12.0"
            }
          }
        ]
      ]
    }
  ]
}
